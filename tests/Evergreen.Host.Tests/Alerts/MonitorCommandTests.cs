using System.Collections.Concurrent;
using System.Text.Json;
using Evergreen.Host.Tests.Tracing;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Alerts;

public sealed class MonitorCommandTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _run;

    public MonitorCommandTests() => _run = _temporary.WriteRun(
        "v1", [.. Enumerable.Range(1, 30).Select(n => SomeRun.Conversation($"shipping-01.{n}", "Where is it?") with { Ending = n <= 12 ? Ending.Escalated : Ending.Completed })]);

    [Fact]
    public async Task The_shipped_rules_say_what_fired_what_did_not_and_what_cannot_be_told_yet()
    {
        var outcome = await Program.RunAsync("monitor", _run);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("1 of 10 rules fired", outcome.Output);
        Assert.Matches(@"too many tickets +fired +0\.400 +above 0\.3 +share of ending=Escalated +last 200 conversations +30\n", outcome.Output);
        Assert.Matches(@"customers give up +quiet", outcome.Output);
        Assert.Contains($"not judged: unhappy customers: sentiment is not known before topics are; run evergreen topics {_run} first", outcome.Output);
    }

    [Fact]
    public async Task When_nothing_fires_nobody_is_told_and_the_exit_code_is_0()
    {
        await using var hook = await Hook.StartAsync();

        var outcome = await MonitorAsync(limit: 0.5, "--webhook", hook.Url);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Contains("nothing fired", outcome.Output);
        Assert.Empty(hook.Posts);
    }

    [Fact]
    public async Task What_fired_is_posted_once_as_one_object()
    {
        await using var hook = await Hook.StartAsync();

        var outcome = await MonitorAsync(limit: 0.1, "--webhook", hook.Url, "--json");

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Error));
        var post = Assert.Single(hook.Posts);
        Assert.Equal("v1", post.GetProperty("run").GetString());
        var fired = post.GetProperty("fired").EnumerateArray().Single();
        Assert.Equal(("tickets", 0.4, 0.1, 30), (
            fired.GetProperty("rule").GetString(), fired.GetProperty("value").GetDouble(), fired.GetProperty("above").GetDouble(), fired.GetProperty("sample").GetInt32()));
        Assert.Equal(1, JsonElement.Parse(outcome.Output).GetProperty("fired").GetInt32());
    }

    [Fact]
    public async Task A_webhook_that_fails_is_reported_and_the_alert_still_counts()
    {
        await using var hook = await Hook.StartAsync();
        hook.Reply = BraintrustServer.Status(500, "oops");

        var outcome = await MonitorAsync(limit: 0.1, "--webhook", hook.Url);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("the webhook was not told: it answered 500", outcome.Error);
        Assert.Contains("1 of 1 rule fired", outcome.Output);
    }

    [Fact]
    public async Task A_webhook_that_is_not_there_is_reported()
    {
        var outcome = await MonitorAsync(limit: 0.1, "--webhook", "http://127.0.0.1:1/hook");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("the webhook was not told: ", outcome.Error);
    }

    [Theory]
    [InlineData("{ \"rules\": [ { \"name\": \"x\" } ] }", ":1: rule \"x\": field \"measure\" is missing")]
    [InlineData("{ \"rules\": [", "not valid JSON")]
    [InlineData("{ \"rules\": [ { \"name\": \"x\", \"measure\": \"share\", \"where\": [\"ending=Done\"], \"above\": 1 } ] }", ":1: rule \"x\": --where \"ending=Done\": \"Done\" is no ending")]
    public async Task A_broken_file_of_rules_is_named_by_line_and_nothing_is_posted(string text, string message)
    {
        await using var hook = await Hook.StartAsync();
        var rules = _temporary.Write("mine.json", text);

        var outcome = await Program.RunAsync("monitor", _run, "--rules", rules, "--webhook", hook.Url);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(rules + ":1", outcome.Error);
        Assert.Contains(message, outcome.Error);
        Assert.Empty(hook.Posts);
    }

    [Theory]
    [InlineData("--rules", "missing.json", "missing.json: no such file")]
    [InlineData("--webhook", "hooks.example.com", "give an http or https address")]
    public async Task What_makes_no_sense_is_refused(string option, string value, string message)
    {
        var outcome = await Program.RunAsync("monitor", _run, option, value);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error);
    }

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> MonitorAsync(double limit, params string[] options)
    {
        var rules = _temporary.Write("mine.json", JsonSerializer.Serialize(new
        {
            rules = new[] { new { name = "tickets", measure = "share", where = new[] { "ending=Escalated" }, above = limit } },
        }));
        return Program.RunAsync(["monitor", _run, "--rules", rules, .. options]);
    }

    /// <summary>Somebody's address, on loopback.</summary>
    private sealed class Hook : IAsyncDisposable
    {
        private ChatServer _http = null!;

        public ChatServerReply Reply { get; set; } = ChatServerReply.Text("ok");

        public ConcurrentQueue<JsonElement> Posts { get; } = [];

        public string Url => new Uri(_http.BaseUrl, "/hook").ToString();

        public static async Task<Hook> StartAsync()
        {
            var hook = new Hook();
            hook._http = await ChatServer.StartAsync(request =>
            {
                hook.Posts.Enqueue(request.Json);
                return hook.Reply;
            });
            return hook;
        }

        public ValueTask DisposeAsync() => _http.DisposeAsync();
    }
}
