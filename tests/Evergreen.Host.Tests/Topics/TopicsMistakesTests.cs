using Evergreen.Insights.Topics.Runs;

namespace Evergreen.Host.Tests.Topics;

/// <summary>What cannot be done is refused by name, with the mend, before any model is asked.</summary>
public sealed class TopicsMistakesTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("--facet tsk", "--facet tsk: there is no such facet; use one of issues, resolution-gap, sentiment, task")]
    [InlineData("--facet task --by mood", "--by mood: there is no such facet")]
    [InlineData("--by task", "--by needs --facet as well")]
    [InlineData("--facet missing.md", "missing.md: no such file; write the prompt")]
    [InlineData("--judge-model gpt-4o", "use --judge-model rehearsal")]
    [InlineData("--embedding-model x", "use --embedding-model lexical")]
    [InlineData("--seed -1", "--seed is \"-1\"; give a whole number from 0 to 2147483647")]
    public async Task An_option_that_makes_no_sense_is_refused(string options, string message)
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(4));

        var outcome = await Program.RunAsync(["topics", run, .. options.Split(' ')]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error);
        Assert.Empty(outcome.Output);
        Assert.False(TopicFiles.Exist(run));
    }

    [Fact]
    public async Task A_condition_with_a_typo_is_answered_with_the_names_there_are()
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(4));

        var outcome = await Program.RunAsync("topics", run, "--facet", "task", "--where", "sentimnt=negative");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("there is no \"sentimnt\"; the names are id, scenario, category", outcome.Error);
        Assert.Contains("task", outcome.Error.Split("the names are")[1]);
    }

    [Fact]
    public async Task Conditions_that_nothing_meets_are_said_as_such()
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(4));

        var outcome = await Program.RunAsync("topics", run, "--facet", "task", "--where", "category=billing");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("no conversation of", outcome.Error);
        Assert.Contains("meets \"category=billing\"", outcome.Error);
    }

    [Fact]
    public async Task Too_few_conversations_for_a_map_are_read_all_the_same_and_it_is_said()
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(8));

        var outcome = await Program.RunAsync("topics", run);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("8 readable texts are fewer than the 30 a map needs", outcome.Output);
        Assert.Equal(8, TopicFiles.Load(run)["sentiment"].Assignments.Count);
    }

    [Fact]
    public async Task A_run_that_was_killed_is_sorted_as_far_as_it_came()
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(40));
        var record = Path.Combine(run, "run.json");
        File.WriteAllText(record, File.ReadAllText(record).Replace("\"completed\"", "\"running\"", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(run, "conversations.jsonl"), "{\"id\":\"half a li");

        var outcome = await Program.RunAsync("topics", run, "--facet", "task");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("running, or killed before its end; these are the conversations that have ended", outcome.Output);
        Assert.Equal(40, TopicFiles.Load(run)["task"].Conversations);
    }

    [Fact]
    public async Task A_run_without_a_conversation_is_refused()
    {
        var run = _temporary.WriteRun("run");

        var outcome = await Program.RunAsync("topics", run);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("no conversation has ended in it yet", outcome.Error);
        Assert.False(TopicFiles.Exist(run));
    }

    [Fact]
    public async Task Broken_topics_in_the_folder_are_named_not_overwritten()
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(8));
        _temporary.Write("run/topics.json", "{");

        var outcome = await Program.RunAsync("topics", run);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("topics.json:1", outcome.Error);
        Assert.Contains("restore it, or delete the run's topics.json and run evergreen topics again", outcome.Error);
        Assert.Equal("{", File.ReadAllText(Path.Combine(run, "topics.json")));
    }

    [Theory]
    [InlineData("assign")]
    [InlineData("diff")]
    public async Task Both_runs_must_be_there(string command)
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(4));

        var outcome = await Program.RunAsync(["topics", command, run, .. command == "assign" ? new[] { "--model" } : [], _temporary["gone"]]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"{_temporary["gone"]}: no such f", outcome.Error);
    }

    [Fact]
    public async Task A_run_in_front_of_a_command_that_takes_none_there_is_refused()
    {
        var outcome = await Program.RunAsync("topics", "runs/v1", "cluster", "tickets.jsonl");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("error: \"runs/v1\" stands before cluster; write all that topics cluster takes behind it", outcome.Error);
    }

    [Fact]
    public async Task A_run_without_topics_is_no_model()
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(4));

        var outcome = await Program.RunAsync("topics", "assign", run, "--model", run);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"has no topics yet; run evergreen topics {run} first", outcome.Error);
    }

    [Fact]
    public async Task A_run_is_not_compared_with_itself()
    {
        var run = _temporary.WriteRun("run", SomeTalks.Of(4));

        var outcome = await Program.RunAsync("topics", "diff", run, run + "/");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("are the same run", outcome.Error);
    }
}
