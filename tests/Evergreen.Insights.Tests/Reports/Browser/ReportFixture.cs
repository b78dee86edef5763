using Evergreen.Insights.Reports;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Tests.Topics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Reports.Browser;

/// <summary>A browser and the pages that are looked at in it, made once.</summary>
public sealed class ReportFixture : IAsyncLifetime
{
    /// <summary>What a customer may well write.</summary>
    public const string Hostile = "</script><img src=x onerror=\"window.hacked = true\"><b>bold</b> & {{data}}";

    private readonly TemporaryFolder _temporary = new();

    public Chromium Chromium { get; } = new();

    /// <summary>A run with topics, a conversation of hostile text, and one whose tool call was tried again.</summary>
    public string Run { get; private set; } = "";

    /// <summary>Two runs with topics.</summary>
    public string Runs { get; private set; } = "";

    /// <summary>Two experiments.</summary>
    public string Experiments { get; private set; } = "";

    /// <summary>A run of which no topics were made.</summary>
    public string Plain { get; private set; } = "";

    /// <summary>The folder of the run.</summary>
    public string RunFolder => Path.Combine(_temporary.Path, "v1");

    public async Task InitializeAsync()
    {
        await Chromium.InitializeAsync();
        var hostile = Some.Conversation("hostile-01#1") with { Messages = [new("user", Hostile), new("assistant", Hostile)] };
        var run = _temporary.WriteRun("v1", [.. SomeFolder.Conversations(ShopTexts.ThreeTopics), hostile, Retried]);
        _temporary.WriteSpans("v1", Spans);
        await SomeFolder.WriteTopicsAsync(run);
        var after = _temporary.WriteRun("v2", SomeFolder.Conversations(ShopTexts.ThreeTopics));
        await SomeFolder.WriteTopicsAsync(after);
        string[] names = ["base", "candidate"];
        foreach (var name in names)
        {
            _temporary.WriteRun(name, [.. Enumerable.Range(1, 8).Select(n => Some.Conversation($"case-{n}#1"))]);
        }

        _temporary.WriteExperiment("base", [.. Enumerable.Range(1, 8).Select(n => ($"case-{n}#1", (double?)(n <= 2 ? 1 : 0)))]);
        _temporary.WriteExperiment("candidate", [.. Enumerable.Range(1, 8).Select(n => ($"case-{n}#1", (double?)(n is 1 or > 3 ? 1 : 0)))]);
        Run = await WriteAsync("run.html", "v1");
        Runs = await WriteAsync("runs.html", "v1", "v2");
        Experiments = await WriteAsync("experiments.html", names);
        _temporary.WriteRun("plain", Some.Conversation());
        Plain = await WriteAsync("plain.html", "plain");
    }

    public async Task DisposeAsync()
    {
        await Chromium.DisposeAsync();
        _temporary.Dispose();
    }

    private static ConversationRecord Retried => Some.Conversation("retried-01#1") with
    {
        Messages =
        [
            new("user", "My parcel ORD-4006 is late"),
            new("assistant", null) { ToolCalls = [new("call_1", new("check_shipping_status", """{"order_id":"ORD-4006"}"""))] },
            new("tool", "{}") { ToolCallId = "call_1" },
            new("assistant", "It is on its way."),
        ],
        ToolCalls =
        [
            new("call_1", 1, "check_shipping_status", new("""{"order_id":"ORD-4006"}"""), 200, 2)
            {
                Result = new("""{"status":"in_transit"}"""),
                TransientFailures = [new(1, 503, "CARRIER_UNAVAILABLE", "unavailable", 1.5)],
            },
        ],
        Timing = new(Some.Noon, 4, 1.5),
    };

    private static SpanRow[] Spans =>
    [
        Span("turn_1", "task", 0, 4),
        Span("check_shipping_status", "tool", 1, 3.5, """{"tool_call_id":"call_1"}"""),
        Span("conversation", "task", 0, 4, """{"conversation_id":"retried-01#1"}""") with { SpanParents = [] },
    ];

    private static SpanRow Span(string name, string type, double from, double to, string? metadata = null) => new()
    {
        SpanId = name,
        RootSpanId = "trace",
        SpanParents = ["parent"],
        SpanAttributes = new(name, type),
        Created = Some.Noon,
        Metadata = metadata is null ? null : new RawJson(metadata),
        Metrics = new Dictionary<string, double> { ["start"] = 1000 + from, ["end"] = 1000 + to },
    };

    private async Task<string> WriteAsync(string file, params string[] folders)
    {
        var report = await ReportMaker.MakeAsync([.. folders.Select(name => ReportFolder.Open(Path.Combine(_temporary.Path, name)))], [], Some.Noon, SomeFolder.Release);
        return _temporary.Write(file, ReportPage.Of(report));
    }
}
