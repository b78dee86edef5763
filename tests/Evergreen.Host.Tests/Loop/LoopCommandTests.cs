using Evergreen.Host.Commands;
using Evergreen.Insights.Releases;

namespace Evergreen.Host.Tests.Loop;

public sealed class LoopCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_walk_goes_from_a_releases_conversations_to_a_better_one_that_is_live()
    {
        var walked = await Program.RunAsync("loop", "--out", _folder["walk"], "--repeat", "2", "--trials", "1", "--seed", "7", "--faults", "none");

        Assert.Equal((ExitCode.Done, ""), (walked.ExitCode, Mistakes(walked)));
        Assert.Equal("v2", DeploymentLog.Load(_folder["walk/deployments.jsonl"]).Current!.Release);
        Assert.All(
            ["runs/before/run.json", "runs/after/run.json", "datasets/failing.jsonl", "experiments/base/summary.json", "experiments/candidate/summary.json", "report.html"],
            file => Assert.True(File.Exists(_folder[$"walk/{file}"]), file));
        Assert.Contains("$ evergreen dataset create", walked.Output);
    }

    [Fact]
    public async Task A_release_that_is_no_better_is_not_deployed()
    {
        var walked = await Program.RunAsync("loop", "--base", "v1", "--candidate", "v1", "--out", _folder["walk"], "--repeat", "1", "--trials", "1", "--faults", "none");

        Assert.Equal(ExitCode.Done, walked.ExitCode);
        Assert.Contains("v1 is not deployed", walked.Output);
        Assert.False(File.Exists(_folder["walk/deployments.jsonl"]));
        Assert.True(File.Exists(_folder["walk/report.html"]));
    }

    [Fact]
    public async Task A_release_of_which_no_conversation_fails_has_nothing_to_be_improved_on_and_it_is_said()
    {
        var walked = await Program.RunAsync("loop", "--base", "v2", "--out", _folder["walk"], "--repeat", "1", "--faults", "none");

        Assert.Equal(ExitCode.WrongUsage, walked.ExitCode);
        Assert.Contains("error: there is nothing to improve on: whatever its topic, none of the 51 conversations of release v2 meets \"checks>=1\"", walked.Error);
        Assert.Contains("choose others with --where", walked.Error);
        Assert.False(Directory.Exists(_folder["walk/datasets"]));
    }

    [Theory]
    [InlineData("--candidate", "v9")]
    [InlineData("--faults", "wild")]
    [InlineData("--where", "chekcs>=1")]
    public async Task A_mistake_is_refused_before_the_first_step(string option, string value)
    {
        var walked = await Program.RunAsync("loop", option, value, "--out", _folder["walk"], "--repeat", "1");

        Assert.Equal(ExitCode.WrongUsage, walked.ExitCode);
        Assert.Contains(value, walked.Error);
        Assert.False(Directory.Exists(_folder["walk"]));
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        _folder.Write("walk/mine.txt", "mine");

        var walked = await Program.RunAsync("loop", "--out", _folder["walk"]);

        Assert.Equal(ExitCode.WrongUsage, walked.ExitCode);
        Assert.Equal(["walk", "walk/mine.txt"], _folder.Entries());
    }

    private static string Mistakes(Program.Outcome outcome) =>
        string.Join('\n', outcome.Error.Split('\n').Where(line => line.StartsWith("error", StringComparison.OrdinalIgnoreCase)));
}
