using Evergreen.Host.Commands;
using Evergreen.Host.Tests.Tracing;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Runs;

/// <summary>A run that is delivered as it goes, while Braintrust has a bad day: it ends as ever, and a push brings what is missing.</summary>
public sealed class DeliveryOfARunTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private BraintrustServer _server = null!;

    public async Task InitializeAsync() => _server = await BraintrustServer.StartAsync();

    [Theory]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("413")]
    [InlineData("400")]
    [InlineData("hangs")]
    [InlineData("cut bodies")]
    public async Task Whatever_it_answers_no_row_is_lost_and_none_is_there_twice(string day)
    {
        var bad = true;
        _server.Fault = (number, body) => bad
            ? day switch
            {
                "429" => BraintrustServer.Status(429, "slow down", ("Retry-After", "1")),
                "500" => BraintrustServer.Status(500, "oops"),
                "413" when body.Length > 60_000 => BraintrustServer.Status(413),
                "400" => BraintrustServer.Status(400, "the schema has changed"),
                "hangs" => ChatServerReply.Hang,
                "cut bodies" => ChatServerReply.Text("""{"row_ids":["a","b"]}""") with { CutInHalf = true },
                _ => null,
            }
            : null;

        var run = await RunAsync(
            "generate", "--scenarios", _temporary.Write("scenarios.json", Some.Scenarios), "--repeat", "30", "--faults", "none",
            "--store", "memory", "--out", _temporary["run"], "--delivery-wait", "300ms");
        bad = false;
        var push = await RunAsync("push", _temporary["run"], "--wait", "60s");

        var folder = RunFolder.Open(_temporary["run"]);
        var spans = folder.Spans.Select(span => span.Id).ToList();
        Assert.Equal((ExitCode.Done, ExitCode.Done), (run.ExitCode, push.ExitCode));
        Assert.Equal((90, 0L), (folder.Record.Totals.Conversations, folder.Record.Totals.SpansDropped));
        Assert.Equal(spans.Count, spans.Distinct().Count());
        Assert.Equal(spans.Order(), _server.Rows.Keys.Order());
        Assert.Contains("0 pending, 0 refused", push.Output);
        if (day is "429" or "500" or "hangs")
        {
            Assert.Contains($"0 delivered, {Display.Words.Count(spans.Count)} pending", run.Error);
        }
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> RunAsync(params string[] args) =>
        Program.RunWithVariablesAsync(_server.Environment.ToDictionary(pair => pair.Key, string? (pair) => pair.Value), args);
}
