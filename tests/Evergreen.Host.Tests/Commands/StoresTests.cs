using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Tests.Storage;

namespace Evergreen.Host.Tests.Commands;

/// <summary>The same run in other people's shops.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoresTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    [SkippableFact]
    public async Task Two_runs_in_one_PostgreSQL_database_do_not_meet()
    {
        var variables = new Dictionary<string, string?> { ["EVERGREEN_POSTGRES"] = server.ConnectionString() };
        Assert.Equal(0, (await Program.RunWithVariablesAsync(variables, "db", "reset", "--yes")).ExitCode);
        Assert.Contains("is ready", (await Program.RunWithVariablesAsync(variables, "db", "check")).Output);

        var first = await GenerateAsync("first", variables, "--store", "postgres");
        var second = await GenerateAsync("second", variables, "--store", "postgres");

        Assert.Equal(1, first.Totals.Refunds);
        Assert.Equal(first.Totals.Refunds, second.Totals.Refunds);
        Assert.Equal(first.Totals.ToolCalls, second.Totals.ToolCalls);
        Assert.DoesNotContain(server.ConnectionString(), File.ReadAllText(_temporary["first/run.json"]));
    }

    [SkippableFact]
    public async Task A_reset_that_nobody_agrees_to_drops_nothing()
    {
        var variables = new Dictionary<string, string?> { ["EVERGREEN_POSTGRES"] = server.ConnectionString() };

        var outcome = await Program.RunWithVariablesAsync(variables, "db", "reset");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("nothing was dropped", outcome.Error);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_leaves_no_run_behind()
    {
        var variables = new Dictionary<string, string?> { ["EVERGREEN_POSTGRES"] = "Host=127.0.0.1;Port=1;Username=x;Password=hush;Timeout=2" };

        var outcome = await Program.RunWithVariablesAsync(variables, "generate", "--store", "postgres", "--out", _temporary["run"]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("error: --store postgres: ", outcome.Error);
        Assert.DoesNotContain("hush", outcome.Error);
        Assert.Empty(_temporary.Entries());
    }

    [Fact]
    public async Task A_run_in_a_served_shop_does_what_a_run_of_its_own_does()
    {
        var own = await GenerateAsync("own", []);
        using var stop = new CancellationTokenSource();
        var url = new FirstLine();
        var serving = CommandLine.RunAsync(
            ["serve", "shop", "--port", "0"],
            new CommandContext(Terminal.Plain(TextReader.Null, url, TextWriter.Null), TimeProvider.System, _ => null),
            stop.Token);

        var served = await GenerateAsync(
            "served",
            new() { ["SUPABASE_URL"] = (await url.Text).Split('=')[1], ["SUPABASE_SERVICE_ROLE_KEY"] = "any" },
            "--shop", "supabase");
        await stop.CancelAsync();

        Assert.Equal(0, await serving);
        Assert.Equal(own.Totals.ToolCalls, served.Totals.ToolCalls);
        Assert.Equal(own.Totals.Refunds, served.Totals.Refunds);
        Assert.Equal("no: the shop is a remote one", served.Run.Reproducible);
    }

    [Fact]
    public async Task The_doctor_says_what_is_used_and_what_is_broken()
    {
        var well = await Program.RunAsync("doctor");
        Assert.Equal(0, well.ExitCode);
        Assert.Contains("EVERGREEN_POSTGRES is not set; the embedded SQLite is used", well.Output);

        var ill = await Program.RunWithVariablesAsync(new() { ["SUPABASE_URL"] = "https://shop.example.com" }, "doctor");
        Assert.Equal(2, ill.ExitCode);
        Assert.Contains("set SUPABASE_SERVICE_ROLE_KEY too", ill.Output);
    }

    public void Dispose() => _temporary.Dispose();

    private async Task<RunRecord> GenerateAsync(string folder, Dictionary<string, string?> variables, params string[] options)
    {
        var scenarios = _temporary.Write("scenarios.json", Some.Scenarios);
        var outcome = await Program.RunWithVariablesAsync(
            variables,
            ["generate", "--scenarios", scenarios, "--out", _temporary[folder], "--faults", "none", "--temperature", "0", .. options]);
        Assert.Equal("", outcome.Error);
        return RunFolder.Open(_temporary[folder]).Record;
    }

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Text => _text.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public override void WriteLine(string? value) => _text.TrySetResult(value ?? "");
    }
}
