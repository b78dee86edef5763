using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Commands;

public sealed class ChatAndShowTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [Fact]
    public async Task A_chat_shows_tool_calls_and_replies_and_can_be_read_again()
    {
        var chat = await Program.RunWithInputAsync(
            "Where is my order ORD-4006? My e-mail is mike.r@example.com\nThank you, that is all.\n",
            "chat", "--faults", "none", "--out", _temporary["chat"]);

        Assert.Equal(0, chat.ExitCode);
        Assert.Contains("lookup_order order_id=ORD-4006 → 200", chat.Output);
        Assert.Equal(2, chat.Output.Split('\n').Count(line => line == "agent"));
        var run = RunFolder.Open(_temporary["chat"]);
        Assert.Equal(RunStatus.Completed, run.Record.Run.Status);
        Assert.Equal(2, run.Record.Totals.Turns);
        Assert.Equal(run.Spans.Count(), run.Record.Totals.Spans);

        var shown = await Program.RunAsync("show", _temporary["chat"], "chat.1");
        Assert.Contains("Thank you, that is all.", shown.Output);
        Assert.Contains("lookup_order order_id=ORD-4006 → 200", shown.Output);
    }

    [Fact]
    public async Task Failed_attempts_are_shown_with_their_waits()
    {
        var faults = _temporary.Write("faults.json", """{ "carrier": { "unavailable": 1 } }""");

        var chat = await Program.RunWithInputAsync(
            "Where is my order ORD-4006? My e-mail is mike.r@example.com\n",
            "chat", "--faults", faults, "--release", "v1", "--out", _temporary["chat"]);

        Assert.Contains("attempt 1: 503 CARRIER_UNAVAILABLE (unavailable), given up", chat.Output);
    }

    [Fact]
    public async Task A_chat_with_nobody_is_an_empty_conversation()
    {
        var chat = await Program.RunWithInputAsync("", "chat", "--out", _temporary["chat"]);

        Assert.Equal(0, chat.ExitCode);
        Assert.Equal(0, RunFolder.Open(_temporary["chat"]).Conversations.Single().Turns);
    }

    [Fact]
    public async Task A_run_is_listed_a_line_a_conversation()
    {
        await Program.RunAsync("generate", "--scenarios", _temporary.Write("s.json", Some.Scenarios), "--out", _temporary["run"], "--faults", "none");

        var outcome = await Program.RunAsync("show", _temporary["run"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("completed, begun ", outcome.Output);
        Assert.All(["late.1", "mug.1", "lost.1"], id => Assert.Single(outcome.Output.Split('\n'), line => line.StartsWith(id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_unknown_conversation_is_answered_with_those_that_begin_like_it()
    {
        await Program.RunAsync("generate", "--scenarios", _temporary.Write("s.json", Some.Scenarios), "--out", _temporary["run"], "--faults", "none");

        var outcome = await Program.RunAsync("show", _temporary["run"], "late");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("did you mean late.1?", outcome.Error);
    }

    [Fact]
    public async Task A_folder_without_a_run_is_refused()
    {
        var outcome = await Program.RunAsync("show", _temporary.Path);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("not a run's folder", outcome.Error);
    }

    public void Dispose() => _temporary.Dispose();
}
