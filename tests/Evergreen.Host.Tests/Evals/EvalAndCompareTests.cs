using System.Text.Json;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Evals;

public sealed class EvalAndCompareTests : IDisposable
{
    private const string Rows = """
        {"input": "My express order ORD-4006 is late and I want the shipping fee back. mike.r@example.com", "metadata": {"category": "shipping"}}
        {"input": "Where is my order ORD-9901?\n---\nIt is emma.t@example.com", "metadata": {"category": "unknown_order", "num_customer_messages": 3}}
        """;

    private readonly TemporaryFolder _temporary = new();
    private readonly string _dataset;

    public EvalAndCompareTests() => _dataset = _temporary.Write("rows.jsonl", Rows);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Every_row_is_played_so_often_with_exactly_its_customer_turns()
    {
        var outcome = await EvalAsync("v2");

        Assert.Equal(0, outcome.ExitCode);
        var run = RunFolder.Open(_temporary["v2"]);
        var conversations = run.Conversations.ToList();
        Assert.Equal(4, conversations.Count);
        Assert.All(conversations, c => Assert.Equal(c.Category == "shipping" ? 1 : 3, c.Turns));
        Assert.All(conversations, c => Assert.Equal(c.Turns, c.Messages.Count(m => m.Role == "user")));
        Assert.All(conversations.Where(c => c.Category == "unknown_order"), c => Assert.Equal(
            ["Where is my order ORD-9901?", "It is emma.t@example.com"], c.Messages.Where(m => m.Role == "user").Take(2).Select(m => m.Content)));
        Assert.Equal("0", run.Record.Options["temperature"]);
    }

    [Fact]
    public async Task The_results_hold_every_trial_and_the_summary_is_their_sum()
    {
        await EvalAsync("v2");

        var experiment = Experiment.Open(_temporary["v2"]);
        Assert.Equal([1, 1, 2, 2], experiment.Results.Select(r => r.Trial).Order());
        Assert.Equal(2, experiment.Results.Select(r => r.CaseId).Distinct().Count());
        Assert.All(experiment.Results, r => Assert.Equal(experiment.Summary.Scorers.Select(s => s.Scorer), r.Scores.Select(s => s.Scorer)));
        Assert.Equal(("v2", "rehearsal", "rehearsal", "rows", 2), (
            experiment.Summary.Release, experiment.Summary.Model, experiment.Summary.JudgeModel, experiment.Summary.Dataset, experiment.Summary.Trials));
        Assert.Equal(4, experiment.Summary.ByEnding.Values.Sum());
        var endState = experiment.Summary.Scorers.Single(s => s.Scorer == "end_state");
        Assert.Equal((2, 2, 1.0), (endState.Scored, endState.NotScored, endState.Mean!.Value));
    }

    [Fact]
    public async Task Faults_differ_from_trial_to_trial_and_are_the_same_in_the_next_experiment()
    {
        await EvalAsync("one", "--faults", "harsh", "--release", "v1", "--trials", "6");
        await EvalAsync("two", "--faults", "harsh", "--release", "v1", "--trials", "6");

        var (one, two) = (FaultsByTrial("one"), FaultsByTrial("two"));
        Assert.Equal(one, two);
        Assert.True(one.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Two_releases_are_compared_case_by_case()
    {
        await EvalAsync("v1", "--release", "v1");
        await EvalAsync("v2", "--release", "v2");

        var shown = await Program.RunAsync("compare", _temporary["v1"], _temporary["v2"]);
        var json = await Program.RunAsync("compare", _temporary["v1"], _temporary["v2"], "--json");

        Assert.Equal((0, 0), (shown.ExitCode, json.ExitCode));
        using var comparison = JsonDocument.Parse(json.Output);
        var endState = comparison.RootElement.GetProperty("scorers").EnumerateArray().Single(s => s.GetProperty("scorer").GetString() == "end_state");
        Assert.Equal((0, 1), (endState.GetProperty("base").GetProperty("value").GetDouble(), endState.GetProperty("candidate").GetProperty("value").GetDouble()));
        var improved = endState.GetProperty("improved")[0].GetString()!;
        Assert.Contains($"end_state: {improved}", shown.Output);
        Assert.Contains("The data do not support a difference on end_state: 1 of 1 case improved", shown.Output);
    }

    [Fact]
    public async Task What_was_printed_as_next_can_be_typed()
    {
        await EvalAsync("v1", "--release", "v1");
        var outcome = await EvalAsync("v2");

        var next = outcome.Output.Split('\n').Where(line => line.Contains("    evergreen ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, next.Count);
        foreach (var command in next)
        {
            Assert.Equal(0, (await Program.RunAsync(command.Trim().Split(' ')[1..])).ExitCode);
        }
    }

    [Fact]
    public async Task Scorers_and_rows_can_be_chosen_and_a_judge_can_be_a_file_of_ones_own()
    {
        var judge = _temporary.Write("brevity.md", "# Judge: brevity\n\nWas the agent brief? Answer with {\"reason\": \"...\", \"verdict\": \"yes\" or \"no\"}.");

        var outcome = await EvalAsync("v2", "--scorer", "turns", "--scorer", judge, "--where", "category=shipping", "--json");

        using var summary = JsonDocument.Parse(outcome.Output);
        Assert.Equal(["turns", "brevity"], summary.RootElement.GetProperty("scorers").EnumerateArray().Select(s => s.GetProperty("scorer").GetString()));
        Assert.Equal(2, summary.RootElement.GetProperty("scorers")[0].GetProperty("scored").GetInt32());
    }

    [Fact]
    public async Task Without_a_judge_no_judges_model_is_recorded()
    {
        await EvalAsync("v2", "--scorer", "turns");

        Assert.Null(Experiment.Open(_temporary["v2"]).Summary.JudgeModel);
    }

    [Fact]
    public async Task Conditions_on_scores_find_an_evaluations_conversations()
    {
        await EvalAsync("v1", "--release", "v1");

        var made = await Program.RunAsync("dataset", "create", _temporary["bad.jsonl"], "--from", _temporary["v1"], "--where", "score.end_state<0.5");

        Assert.Equal(0, made.ExitCode);
        Assert.Single(File.ReadAllLines(_temporary["bad.jsonl"]));
    }

    private Task<Program.Outcome> EvalAsync(string name, params string[] options) =>
        Program.RunAsync(
        [
            "eval", _dataset, "--name", _temporary[name], "--store", "memory",
            .. options.Contains("--trials") ? [] : new[] { "--trials", "2", "--faults", "none" }, .. options,
        ]);

    private List<string> FaultsByTrial(string name) =>
    [
        .. RunFolder.Open(_temporary[name]).Conversations.OrderBy(c => c.Id, StringComparer.Ordinal)
            .Select(c => string.Join(' ', c.ToolCalls.Select(call => $"{call.Name} {call.Status}"))),
    ];
}
