using Evergreen.Host.Display;
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
    public async Task Blank_lines_of_a_file_part_its_questions_and_drop_none()
    {
        var chat = await Program.RunWithInputAsync(
            "\nWhere is my order ORD-4006? My e-mail is mike.r@example.com\n\n  \nThank you, that is all.\n\n",
            "chat", "--faults", "none", "--out", _temporary["chat"]);

        Assert.Equal(0, chat.ExitCode);
        Assert.Equal(2, RunFolder.Open(_temporary["chat"]).Record.Totals.Turns);
    }

    [Fact]
    public void An_empty_line_that_somebody_types_ends_the_chat()
    {
        var input = new ChatInput(new StringReader(" Hello \n\nAre you there?\n"), isTyped: true);

        Assert.Equal("Hello", input.Next());
        Assert.Null(input.Next());
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
    public async Task Conditions_choose_what_is_listed()
    {
        await Program.RunAsync("generate", "--scenarios", _temporary.Write("s.json", Some.Scenarios), "--out", _temporary["run"], "--faults", "none");

        var outcome = await Program.RunAsync("show", _temporary["run"], "--where", "category=shipping", "--where", "tool=lookup_order");
        var nothing = await Program.RunAsync("show", _temporary["run"], "--where", "turns>=50");

        Assert.Equal((0, 0), (outcome.ExitCode, nothing.ExitCode));
        Assert.Contains("late.1", outcome.Output);
        Assert.Contains("1 conversation where category=shipping and tool=lookup_order", outcome.Output);
        Assert.DoesNotContain("mug.1", outcome.Output);
        Assert.Contains("No conversation where turns>=50.", nothing.Output);
    }

    [Theory]
    [InlineData("categry=shipping", "there is no \"categry\"; the names are id, scenario, category")]
    [InlineData("category", "write NAME OPERATOR VALUE")]
    public async Task A_condition_with_a_typo_is_refused_with_what_there_is(string condition, string message)
    {
        await Program.RunAsync("generate", "--scenarios", _temporary.Write("s.json", Some.Scenarios), "--out", _temporary["run"], "--faults", "none");

        var outcome = await Program.RunAsync("show", _temporary["run"], "--where", condition);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task A_conversation_shows_how_long_its_tools_took_among_the_spans_of_others()
    {
        await Program.RunAsync("generate", "--scenarios", _temporary.Write("s.json", Some.Scenarios), "--out", _temporary["run"], "--faults", "none", "--repeat", "3");

        var outcome = await Program.RunAsync("show", _temporary["run"], "late.2");

        Assert.Matches(@"lookup_order order_id=ORD-4006 → 200  \d", outcome.Output);
    }

    [Fact]
    public async Task A_run_killed_in_mid_line_is_listed_with_a_word_about_that_line()
    {
        var run = _temporary.WriteRun("run", SomeRun.Conversation("late.1", "Hello"));
        File.AppendAllText(Path.Combine(run, "conversations.jsonl"), "{\"id\":\"half a li");

        var outcome = await Program.RunAsync("show", run);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("late.1", outcome.Output);
        Assert.Contains("The last line of conversations.jsonl is unfinished and left out", outcome.Output);
    }

    [Fact]
    public async Task A_broken_line_among_others_is_named_with_the_mend_and_nothing_is_listed()
    {
        var run = _temporary.WriteRun("run", SomeRun.Conversation("late.1", "Hello"), SomeRun.Conversation("mug.1", "Hello"));
        var file = Path.Combine(run, "conversations.jsonl");
        File.WriteAllLines(file, File.ReadLines(file).SelectMany((line, n) => n == 0 ? [line, line[..20]] : new[] { line }).ToList());

        var outcome = await Program.RunAsync("show", run);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"error: {file}:2:", outcome.Error);
        Assert.Contains("restore it, or delete line 2", outcome.Error);
    }

    [Theory]
    [InlineData("{", ":1:2: not valid JSON: ")]
    [InlineData("{}", ":1:3: without the fields it needs: 'run'")]
    public async Task A_broken_record_of_a_run_is_named_with_the_mend(string text, string message)
    {
        var run = _temporary.WriteRun("run", SomeRun.Conversation("late.1", "Hello"));
        var file = _temporary.Write("run/run.json", text);

        var outcome = await Program.RunAsync("show", run);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"error: {file}{message}", outcome.Error);
        Assert.Contains("restore it, or give another run", outcome.Error);
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
