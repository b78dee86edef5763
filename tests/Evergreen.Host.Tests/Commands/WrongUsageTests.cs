using System.Net;
using System.Net.Sockets;

namespace Evergreen.Host.Tests.Commands;

/// <summary>What a user may get wrong is refused by name, with the mend, exit code 2, and before anything is made.</summary>
public sealed class WrongUsageTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _scenarios;

    public WrongUsageTests() => _scenarios = _temporary.Write("scenarios.json", Some.Scenarios);

    [Theory]
    [InlineData("--concurrency", "0", "--concurrency is \"0\"; give a whole number from 1 to 1000000")]
    [InlineData("--repeat", "many", "--repeat is \"many\"; give a whole number")]
    [InlineData("--temperature", "3", "--temperature is \"3\"; give a number from 0 to 2")]
    [InlineData("--seed", "x", "--seed is \"x\"; give a whole number")]
    [InlineData("--extra-turns", "some", "--extra-turns is \"some\"; use none, random")]
    [InlineData("--category", "shiping", "--category is \"shiping\"; use one of shipping, returns")]
    [InlineData("--category", "billing", "--category billing: ")]
    [InlineData("--world", "flat", "--world is \"flat\"; use one of isolated, shared")]
    [InlineData("--store", "oracle", "--store is \"oracle\"; use one of sqlite")]
    [InlineData("--latency", "fast", "--latency is \"fast\"; give a time")]
    [InlineData("--deadline", "0s", "--deadline is \"0s\"; give a length of time above zero")]
    [InlineData("--world-clock", "tomorrow", "--world-clock is \"tomorrow\"; give an ISO date")]
    [InlineData("--release", "v9", "unknown release \"v9\"")]
    [InlineData("--release", "missing.json", "missing.json: no such file")]
    [InlineData("--faults", "grim", "grim")]
    [InlineData("--scenarios", "missing.json", "missing.json: no such file")]
    [InlineData("--bogus", "1", "'--bogus'")]
    [InlineData("--seed", "1 --seed 2", "--seed is given 2 times; give it once")]
    public async Task An_option_that_makes_no_sense_is_refused_by_name(string option, string value, string message)
    {
        var outcome = await GenerateAsync([option, .. value.Split(' ')]);

        Assert.Contains(message, outcome.Error);
        AssertRefused(outcome);
    }

    [Theory]
    [InlineData("--scenarios")]
    [InlineData("--release")]
    [InlineData("--faults")]
    [InlineData("--prices")]
    [InlineData("--replay")]
    [InlineData("--deployments")]
    public async Task A_folder_in_place_of_a_file_is_called_one(string option)
    {
        var outcome = await GenerateAsync(option, _temporary.Path + "/");

        Assert.Contains($"{_temporary.Path}/: is a folder", outcome.Error);
        AssertRefused(outcome);
    }

    [Theory]
    [InlineData("", "it is a folder; name a new file in it")]
    [InlineData("gone/answers", "there is no such folder; make it, or name a file in another")]
    [InlineData("scenarios.json", "it exists already; name another file or delete it")]
    public async Task A_recording_that_cannot_be_made_is_refused(string file, string message)
    {
        var outcome = await GenerateAsync("--record", _temporary[file]);

        Assert.Contains($"no recording can be written there: {message}", outcome.Error);
        AssertRefused(outcome);
    }

    [Theory]
    [InlineData("x", ":1: not a line of a recording; give a file that --record wrote")]
    [InlineData("{}", ":1: field \"recording\" is 0, and this program reads 1; give a recording")]
    public async Task A_file_that_is_no_recording_is_not_replayed(string text, string message)
    {
        var file = _temporary.Write("answers", text);

        var outcome = await GenerateAsync("--replay", file);

        Assert.Contains($"{file}{message}", outcome.Error);
        File.Delete(file);
        AssertRefused(outcome);
    }

    [Theory]
    [InlineData("scenarios.json", "it is a file")]
    [InlineData("scenarios.json/cache", "scenarios.json is a file")]
    public async Task A_cache_that_is_a_file_is_refused_before_anything_starts(string folder, string message)
    {
        var outcome = await GenerateAsync("--temperature", "0", "--cache", _temporary[folder]);

        Assert.Contains($"{_temporary[folder]}: no answers can be kept there: ", outcome.Error);
        Assert.Contains($"{message}; name a folder you may write to", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_to_is_refused_before_anything_starts()
    {
        // Even the administrator may make nothing there.
        var outcome = await GenerateAsync("--cache", "/proc/answers");

        Assert.Contains("/proc cannot be written to; name a folder you may write to", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_release_whose_prompt_is_missing_is_refused()
    {
        var release = _temporary.Write("mine.json", Some.Release);

        var outcome = await GenerateAsync("--release", release);

        Assert.Contains("mine.md, which does not exist", outcome.Error);
        File.Delete(release);
        AssertRefused(outcome);
    }

    [Theory]
    [InlineData("{ \"scenarios\": [] }", "no scenarios")]
    [InlineData("{ \"scenarios\": [", "not valid JSON")]
    [InlineData("{ \"scenarios\": [ { \"id\": \"a\", \"category\": \"billing\" } ] }", "\"opening\"")]
    public async Task A_broken_file_of_scenarios_is_refused_by_line(string text, string message)
    {
        File.WriteAllText(_scenarios, text);

        var outcome = await GenerateAsync();

        Assert.Contains($"error: {_scenarios}:1", outcome.Error);
        Assert.Contains(message, outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_folder_that_holds_a_run_is_not_written_to()
    {
        _temporary.Write("run/run.json", "precious");

        var outcome = await GenerateAsync();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("holds a run already", outcome.Error);
        Assert.Equal("precious", File.ReadAllText(_temporary["run/run.json"]));
        Assert.Single(Directory.GetFiles(_temporary["run"]));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_refused()
    {
        var outcome = await Program.RunAsync("generate", "--scenarios", _scenarios, "--out", Path.Combine(_scenarios, "run"));

        Assert.StartsWith($"error: {Path.Combine(_scenarios, "run")}: cannot be written", outcome.Error);
        Assert.Contains("choose a folder", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_with_the_way_to_a_free_one()
    {
        using var taken = new TcpListener(IPAddress.Loopback, port: 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var outcome = await Program.RunAsync("serve", "shop", "--port", $"{port}");

        Assert.Contains($"--port {port}: ", outcome.Error);
        Assert.Contains("give another, or 0 for any that is free", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task Nothing_goes_to_the_output_even_with_json()
    {
        var outcome = await GenerateAsync("--json", "--concurrency", "0");

        AssertRefused(outcome);
    }

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> GenerateAsync(params string[] options) =>
        Program.RunAsync(["generate", "--out", _temporary["run"], .. options.Contains("--scenarios") ? [] : new[] { "--scenarios", _scenarios }, .. options]);

    private void AssertRefused(Program.Outcome outcome)
    {
        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.DoesNotContain("   at ", outcome.Error);
        Assert.Equal(["scenarios.json"], _temporary.Entries());
    }
}
