using System.Text.Json;
using Evergreen.Host.Tests.Tracing;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Deployments;

public sealed class DeployCommandTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _history;
    private readonly string _scenarios;

    public DeployCommandTests()
    {
        _history = _temporary["deployments.jsonl"];
        _scenarios = _temporary.Write("scenarios.json", Some.Scenarios);
        _temporary.Write("mine.md", "Be kind.");
        _temporary.Write("mine.json", Some.Release);
    }

    [Fact]
    public async Task Before_anything_is_deployed_v2_is_played_and_run_json_says_why()
    {
        _temporary.Write("deployments.jsonl", "");

        var options = await PlayAsync("run");

        Assert.Equal(("v2", "nothing is deployed"), (options["release"], options["release_reason"]));
        Assert.Contains("Nothing is deployed", (await DeployAsync()).Output);
    }

    [Fact]
    public async Task What_is_deployed_is_played_and_run_json_says_that_it_was_the_deployed_one()
    {
        await DeployAsync("v1");

        var options = await PlayAsync("run");

        Assert.Equal("v1", options["release"]);
        Assert.StartsWith("deployed ", options["release_reason"]);
        Assert.Equal(DeploymentLog.Load(_history).Current!.Version, options["release_version"]);
        Assert.Equal("v1", RunFolder.Open(_temporary["run"]).Conversations.First().Release);
    }

    [Fact]
    public async Task A_release_that_is_asked_for_wins_over_the_deployed_one()
    {
        await DeployAsync("v1");

        var options = await PlayAsync("run", "--release", "v2");

        Assert.Equal(("v2", "asked for"), (options["release"], options["release_reason"]));
    }

    [Fact]
    public async Task An_edit_of_a_deployed_release_is_seen_and_changes_nothing_until_it_is_deployed_again()
    {
        await DeployAsync(_temporary["mine.json"]);
        var deployed = DeploymentLog.Load(_history).Current!.Version;
        _temporary.Write("mine.md", "Be curt.");

        var edited = await PlayAsync("edited");
        var listed = await DeployAsync();
        await DeployAsync(_temporary["mine.json"]);
        var again = await PlayAsync("again");

        Assert.Equal(deployed, edited["release_version"]);
        Assert.Contains("has been edited since", edited["release_reason"]);
        Assert.Contains("has been edited since", listed.Output);
        Assert.NotEqual(deployed, again["release_version"]);
        Assert.DoesNotContain("edited", again["release_reason"]);
    }

    [Fact]
    public async Task A_rollback_brings_the_release_before_as_it_was_and_the_history_says_so()
    {
        await DeployAsync(_temporary["mine.json"]);
        await DeployAsync("v2", "--note", "mends shipping");
        File.Delete(_temporary["mine.md"]);

        var rollback = await DeployAsync("--rollback", "--note", "too slow");
        var history = await DeployAsync("--list");

        Assert.Equal((0, ""), (rollback.ExitCode, rollback.Error));
        Assert.Equal(("mine", "Be kind."), (DeploymentLog.Load(_history).Current!.Release, DeploymentLog.Load(_history).Current!.ToRelease().SystemPrompt));
        var lines = history.Output.Split('\n');
        Assert.Matches(@"^ +3 .*mine .*in force back to 1 +too slow", lines[1]);
        Assert.Matches(@"^ +2 .*v2 .*mends shipping", lines[2]);
        Assert.Contains("cannot be read any more", history.Output);
    }

    [Fact]
    public async Task The_evaluation_that_speaks_for_a_release_is_recorded_with_its_figures()
    {
        WriteExperiment("sizing-v2", "v2");

        var outcome = await DeployAsync("v2", "--eval", _temporary["sizing-v2"]);

        var eval = DeploymentLog.Load(_history).Current!.Eval!;
        Assert.Equal(("sizing-v2", "sizing", "0123456789ab", 3), (eval.Experiment, eval.Dataset, eval.DatasetVersion, eval.Trials));
        Assert.Equal(new DeployedFigure("resolution", ScoreScale.Verdict, 40, 0.875, new Interval(0.7, 0.95)), Assert.Single(eval.Figures));
        Assert.Contains("resolution 0.88 [0.70, 0.95]", outcome.Output);
        Assert.Contains("sizing-v2: resolution 0.88", (await DeployAsync()).Output);
    }

    [Fact]
    public async Task Json_is_the_line_that_was_recorded()
    {
        var outcome = await DeployAsync("v1", "--json");

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(File.ReadAllText(_history)), JsonElement.Parse(outcome.Output)));
    }

    [Fact]
    public async Task With_a_key_every_deployment_is_a_version_of_the_prompt_at_Braintrust()
    {
        await using var server = await BraintrustServer.StartAsync();

        await DeployAsync(server, _temporary["mine.json"]);
        await DeployAsync(server, "v2");
        await DeployAsync(server, "--rollback");

        var versions = DeploymentLog.Load(_history).All.Select(deployment => deployment.Braintrust!.Version).ToList();
        var sent = server.Shelf.Sent.Select(each => each.Body).ToList();
        Assert.Equal(3, versions.Distinct().Count());
        Assert.Equal(["support-agent"], sent.Select(body => body.GetProperty("slug").GetString()).Distinct());
        Assert.Equal("Be kind.", sent[0].GetProperty("prompt_data").GetProperty("prompt").GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.True(JsonElement.DeepEquals(sent[0].GetProperty("prompt_data"), sent[2].GetProperty("prompt_data")));
    }

    [Fact]
    public async Task Without_Braintrust_a_release_is_deployed_all_the_same_and_that_is_said()
    {
        await using var server = await BraintrustServer.StartAsync();
        server.Shelf.Fault = (_, _) => BraintrustServer.Status(400, "no such thing");

        var outcome = await DeployAsync(server, "v1");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("v1 is deployed here, but its prompt has no version at Braintrust: Braintrust: 400 no such thing", outcome.Error);
        Assert.Equal(("v1", null), (DeploymentLog.Load(_history).Current!.Release, DeploymentLog.Load(_history).Current!.Braintrust));
    }

    [Fact]
    public async Task An_unknown_release_is_answered_with_those_there_are_and_nothing_is_recorded()
    {
        var outcome = await DeployAsync("v9");

        Assert.Contains("unknown release \"v9\"", outcome.Error);
        Assert.Contains("has v1, v2", outcome.Error);
        AssertRefused(outcome);
    }

    [Theory]
    [InlineData("nothing was ever deployed", "--rollback")]
    [InlineData("one of them", "v1", "--rollback")]
    [InlineData("--eval speaks for a release", "--rollback", "--eval", "x")]
    [InlineData("no such", "v1", "--eval", "missing/experiment")]
    public async Task What_makes_no_sense_is_refused(string message, params string[] args)
    {
        var outcome = await DeployAsync(args);

        Assert.Contains(message, outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task The_first_deployment_cannot_be_taken_back()
    {
        await DeployAsync("v1");

        var outcome = await DeployAsync("--rollback");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("nothing was deployed before v1, so there is nothing to go back to", outcome.Error);
        Assert.Single(DeploymentLog.Load(_history).All);
    }

    [Fact]
    public async Task An_evaluation_of_another_release_does_not_speak_for_this_one()
    {
        WriteExperiment("sizing-v1", "v1");

        var outcome = await DeployAsync("v2", "--eval", _temporary["sizing-v1"]);

        Assert.Contains("evaluated release v1, not v2", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task An_evaluation_of_what_the_release_was_before_an_edit_does_not_speak_for_it()
    {
        WriteExperiment("mine", "mine", releaseVersion: "000000000000");

        var outcome = await DeployAsync(_temporary["mine.json"], "--eval", _temporary["mine"]);

        Assert.Contains("evaluated mine as it was then (000000000000), and it has been edited since", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_broken_history_is_named_by_line_and_plays_nothing()
    {
        _temporary.Write("deployments.jsonl", "{ \"number\": \n");

        var outcome = await Program.RunAsync("generate", "--out", _temporary["run"], "--deployments", _history);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"{_history}:1", outcome.Error);
        Assert.False(Directory.Exists(_temporary["run"]));
    }

    [Fact]
    public async Task A_history_that_was_named_and_is_not_there_is_no_reason_to_play_another_release()
    {
        var played = await Program.RunAsync("generate", "--out", _temporary["run"], "--deployments", _temporary["mistyped.jsonl"]);
        var deployed = await Program.RunAsync("deploy", "v2", "--deployments", _temporary.Path);

        Assert.Equal((2, 2), (played.ExitCode, deployed.ExitCode));
        Assert.Contains($"--deployments {_temporary["mistyped.jsonl"]}: no such file", played.Error);
        Assert.Contains("is a folder; give a file", deployed.Error);
        Assert.False(Directory.Exists(_temporary["run"]));
    }

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> DeployAsync(params string[] args) => Program.RunAsync(["deploy", .. args, "--deployments", _history]);

    private Task<Program.Outcome> DeployAsync(BraintrustServer server, params string[] args) => Program.RunWithVariablesAsync(
        server.Environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value), ["deploy", .. args, "--deployments", _history]);

    private async Task<IReadOnlyDictionary<string, string?>> PlayAsync(string folder, params string[] options)
    {
        var outcome = await Program.RunAsync(
            ["generate", "--scenarios", _scenarios, "--category", "product", "--store", "memory", "--out", _temporary[folder], "--deployments", _history, .. options]);
        Assert.Equal(0, outcome.ExitCode);
        return RunFolder.Open(_temporary[folder]).Record.Options;
    }

    private void WriteExperiment(string folder, string release, string? releaseVersion = null)
    {
        var summary = new ExperimentSummary
        {
            Name = folder,
            Release = release,
            Model = "rehearsal",
            Dataset = "sizing",
            DatasetVersion = "0123456789ab",
            Trials = 3,
            CreatedAt = SomeRun.Noon,
            Scorers = [new ScorerSummary("resolution", ScoreScale.Verdict, 40, 0, new Mean(0.875, new Interval(0.7, 0.95), 40), [])],
        };
        _temporary.Write($"{folder}/summary.json", JsonSerializer.Serialize(summary, ExperimentJson.Default.ExperimentSummary));
        if (releaseVersion is not null)
        {
            var record = new RunRecord
            {
                Run = new RunInfo(folder, folder, RunStatus.Completed, SomeRun.Noon),
                Options = new Dictionary<string, string?> { ["release_version"] = releaseVersion },
            };
            _temporary.Write($"{folder}/run.json", JsonSerializer.Serialize(record, TranscriptJson.Default.RunRecord));
        }
    }

    private void AssertRefused(Program.Outcome outcome)
    {
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.False(File.Exists(_history));
    }
}
