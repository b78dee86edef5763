using System.Text.Json;
using Evergreen.Insights.Topics.Runs;

namespace Evergreen.Host.Tests.Topics;

public sealed class TopicsAcrossRunsTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _before;
    private readonly string _after;

    public TopicsAcrossRunsTests()
    {
        var talks = SomeTalks.Of(64);
        _before = _temporary.WriteRun("before", talks);
        _after = _temporary.WriteRun("after", [.. talks.Where((_, n) => n % 2 == 0 || n < 12)]);
    }

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_run_is_sorted_by_the_topics_of_another_and_both_shares_are_shown()
    {
        await Program.RunAsync("topics", _before, "--facet", "task");

        var outcome = await Program.RunAsync("topics", "assign", _after, "--model", _before, "--json");

        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        var topics = json.RootElement.GetProperty("facets")[0].GetProperty("topics").EnumerateArray().ToList();
        Assert.Equal(38, topics.Sum(topic => topic.GetProperty("size").GetInt32()));
        Assert.All(topics, topic => Assert.Equal(0.5, topic.GetProperty("model_share").GetDouble()));
        Assert.Contains(topics, topic => topic.GetProperty("share").GetDouble() is > 0.15 and < 0.17);
        Assert.Equal(TopicFiles.Load(_before)["task"].MapVersion, TopicFiles.Load(_after)["task"].MapVersion);
    }

    [Fact]
    public async Task The_models_file_alone_sorts_a_run_too()
    {
        await Program.RunAsync("topics", _before, "--facet", "task");
        var file = _temporary["models.json"];
        File.Move(Path.Combine(_before, TopicFiles.ModelsFile), file);

        var outcome = await Program.RunAsync("topics", "assign", _after, "--model", file);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("84 %   50 %", outcome.Output);
    }

    [Fact]
    public async Task What_a_difference_reads_of_a_run_that_was_partly_read_is_kept_beside_what_it_had()
    {
        await Program.RunAsync("topics", _after, "--facet", "issues");
        var issues = TopicFiles.Load(_after)["issues"];

        var first = await Program.RunAsync("topics", "diff", _before, _after, "--facet", "task");
        var second = await Program.RunAsync("topics", "diff", _before, _after, "--facet", "task");

        Assert.Contains($"reading 38 conversations of {_after} for task", first.Error);
        Assert.DoesNotContain(_after, second.Error);
        var kept = TopicFiles.Load(_after);
        Assert.Equal(TopicFiles.Load(_before)["task"].MapVersion, kept["task"].MapVersion);
        Assert.Equal((issues.MapVersion, issues.Topics.Count), (kept["issues"].MapVersion, kept["issues"].Topics.Count));
        Assert.Equal(issues.Assignments, kept["issues"].Assignments);
        Assert.Equal(issues.Notes, kept["issues"].Notes);
        Assert.NotEmpty(issues.Notes);
    }

    [Fact]
    public async Task A_difference_says_what_rose_and_fell_and_reads_runs_that_nobody_has_read()
    {
        var outcome = await Program.RunAsync("topics", "diff", _before, _after, "--facet", "task");

        Assert.Equal(0, outcome.ExitCode);
        var late = Assert.Single(outcome.Output.Split('\n'), line => line.Contains("50 %", StringComparison.Ordinal) && line.Contains("16 %", StringComparison.Ordinal));
        Assert.Contains("-34", late);
        Assert.Contains("fell", late);
        Assert.Equal(TopicFiles.Load(_before)["task"].MapVersion, TopicFiles.Load(_after)["task"].MapVersion);
    }

    [Fact]
    public async Task Json_of_a_difference_has_shares_intervals_and_verdicts()
    {
        var outcome = await Program.RunAsync("topics", "diff", _before, _after, "--facet", "task", "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        var change = json.RootElement.GetProperty("facets")[0].GetProperty("topics").EnumerateArray()
            .First(topic => topic.GetProperty("verdict").GetString() == "fell");
        Assert.Equal(32, change.GetProperty("before").GetProperty("count").GetInt32());
        Assert.Equal(6, change.GetProperty("after").GetProperty("count").GetInt32());
        Assert.InRange(change.GetProperty("difference").GetProperty("high").GetDouble(), -0.34, -0.1);
    }
}
