using System.Text.Json;
using Evergreen.Host.Commands;
using Evergreen.Insights.Sweeps;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Sweeps;

public sealed class SweepCommandTests : IDisposable
{
    private static readonly string[] Billing = ["--category", "billing", "--extra-turns", "none", "--faults", "none", "--store", "memory", "--seed", "7"];

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Every_pair_of_settings_is_a_run_of_its_own()
    {
        var swept = await SweepAsync("--concurrency", "2,8", "--temperature", "0,1.4");

        Assert.Equal(ExitCode.Done, swept.ExitCode);
        Assert.Equal(
            [("c2-t0", "2", "0"), ("c8-t0", "8", "0"), ("c2-t1.4", "2", "1.4"), ("c8-t1.4", "8", "1.4")],
            Read().Runs.Select(run => (run.Run, Option(run, "concurrency"), Option(run, "temperature"))));
        Assert.All(Read().Runs, run => Assert.Equal(("billing", "none"), (Option(run, "category"), Option(run, "faults"))));
        Assert.Contains("4 runs", swept.Output);
    }

    [Fact]
    public async Task Temperature_changes_the_words_and_concurrency_does_not()
    {
        await SweepAsync("--concurrency", "1,8", "--temperature", "0,1.4");

        var runs = Read().Runs;
        Assert.Equal([8, 8], runs.Where(run => run.Temperature == 0).Select(run => run.AsInFirst.Count));
        Assert.All(runs.Where(run => run.Temperature > 0), run => Assert.InRange(run.AsInFirst.Count, 0, 7));
        Assert.Single(runs.Where(run => run.Temperature > 0).Select(run => (run.AsInFirst, run.Turns, run.ToolCalls, run.Tokens)).Distinct());
    }

    [Fact]
    public async Task What_came_out_can_be_had_as_one_JSON_object()
    {
        var swept = await SweepAsync("--concurrency", "8", "--temperature", "0", "--json");

        var printed = JsonSerializer.Deserialize(swept.Output, SweepJson.Default.Sweep)!;
        Assert.Equal(JsonSerializer.Serialize(Read(), SweepJson.Default.Sweep), JsonSerializer.Serialize(printed, SweepJson.Default.Sweep));
        Assert.Equal(Billing, printed.Options);
    }

    [Theory]
    [InlineData("--temperature", "0,3", "from 0 to 2")]
    [InlineData("--concurrency", "10,many", "from 1 to 1000000")]
    [InlineData("--faults", "wild", "wild")]
    [InlineData("--latencyy", "200ms", "--latencyy")]
    public async Task A_mistake_is_refused_and_leaves_nothing_behind(string option, string value, string said)
    {
        var swept = await Program.RunAsync("sweep", "--out", _temporary["sweep"], option, value);

        Assert.Equal((ExitCode.WrongUsage, ""), (swept.ExitCode, swept.Output));
        Assert.Contains(said, swept.Error);
        Assert.Empty(_temporary.Entries());
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        _temporary.Write("sweep/mine.txt", "mine");

        var swept = await SweepAsync();

        Assert.Equal(ExitCode.WrongUsage, swept.ExitCode);
        Assert.Equal(["sweep", "sweep/mine.txt"], _temporary.Entries());
    }

    [Fact]
    public async Task A_run_that_is_interrupted_ends_the_sweep_and_what_was_played_is_kept()
    {
        var swept = await SweepAsync("--concurrency", "2,8", "--temperature", "0", "--max-tokens", "1");

        Assert.Equal(ExitCode.Interrupted, swept.ExitCode);
        Assert.Equal((2, 1, RunStatus.Interrupted), (Read().Asked, Read().Runs.Count, Read().Runs[0].Status));
        Assert.Contains("1 of 2 runs", swept.Output);
        Assert.Contains("c2-t0: interrupted", swept.Output);
    }

    private Task<Program.Outcome> SweepAsync(params string[] settings) =>
        Program.RunAsync(["sweep", "--out", _temporary["sweep"], .. settings, .. Billing]);

    private Sweep Read() => JsonSerializer.Deserialize(File.ReadAllText(_temporary["sweep/sweep.json"]), SweepJson.Default.Sweep)!;

    private string? Option(SweepRun run, string name) => RunFolder.Open(_temporary[$"sweep/{run.Run}"]).Record.Options[name];
}
