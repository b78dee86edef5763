using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Checks;

public sealed class ChecksCommandTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _run;

    public ChecksCommandTests() => _run = _temporary.WriteRun("run", DeadEnd("unknown-01.1"), DeadEnd("unknown-02.1"), SomeRun.Conversation("returns-01.1", "Hello"));

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Each_check_says_how_often_it_applied_how_often_it_was_found_and_where()
    {
        var outcome = await Program.RunAsync("checks", _run);

        Assert.Equal(0, outcome.ExitCode);
        var line = Assert.Single(outcome.Output.Split('\n'), line => line.StartsWith("  dead_end_after_not_found ", StringComparison.Ordinal) && line.Contains("100 %", StringComparison.Ordinal));
        Assert.Contains("unknown-01.1, unknown-02.1", line);
        Assert.Contains("does not apply", outcome.Output);
    }

    [Fact]
    public async Task Json_has_count_applicable_and_conversations_by_check()
    {
        var outcome = await Program.RunAsync("checks", _run, "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(3, json.RootElement.GetProperty("conversations").GetInt32());
        var check = json.RootElement.GetProperty("checks").GetProperty("dead_end_after_not_found");
        Assert.Equal((2, 2), (check.GetProperty("applicable").GetInt32(), check.GetProperty("count").GetInt32()));
        Assert.Equal(["unknown-01.1", "unknown-02.1"], check.GetProperty("conversations").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(1, check.GetProperty("rate").GetDouble());
    }

    [Fact]
    public async Task Beside_a_check_stands_what_the_facets_found_in_the_same_conversations()
    {
        SomeRun.WriteTopics(_run, ("unknown-01.1", "Lost numbers"), ("unknown-02.1", "Lost numbers"), ("returns-01.1", "Greetings"));

        var text = await Program.RunAsync("checks", _run);
        var outcome = await Program.RunAsync("checks", _run, "--json");

        Assert.Contains("task: \"Lost numbers\" 2", text.Output);
        using var json = JsonDocument.Parse(outcome.Output);
        var found = json.RootElement.GetProperty("checks").GetProperty("dead_end_after_not_found").GetProperty("facets").GetProperty("task")[0];
        Assert.Equal(("Lost numbers", 2), (found.GetProperty("name").GetString(), found.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Conditions_choose_what_is_looked_at()
    {
        var outcome = await Program.RunAsync("checks", _run, "--where", "id=unknown-02.1", "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(1, json.RootElement.GetProperty("checks").GetProperty("dead_end_after_not_found").GetProperty("count").GetInt32());
    }

    [Theory]
    [InlineData("categry=returns", "there is no \"categry\"; the names are id, scenario, category")]
    [InlineData("category=billing", "no conversation meets \"category=billing\"")]
    public async Task A_condition_that_makes_no_sense_is_refused(string condition, string message)
    {
        var outcome = await Program.RunAsync("checks", _run, "--where", condition);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
    }

    [Fact]
    public async Task A_run_without_a_conversation_is_refused()
    {
        var outcome = await Program.RunAsync("checks", _temporary.WriteRun("empty"));

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("there is nothing to check", outcome.Error);
    }

    private static ConversationRecord DeadEnd(string id)
    {
        var conversation = SomeRun.Conversation(id, "Where is ORD-9999?");
        return conversation with
        {
            ToolCalls = [new ToolCallRecord("c1", 1, "lookup_order", new RawJson("{\"order_id\":\"ORD-9999\"}"), 404, 1) { ErrorCode = "ORDER_NOT_FOUND", Result = new RawJson("null") }],
        };
    }
}
