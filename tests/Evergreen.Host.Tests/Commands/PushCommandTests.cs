using System.Diagnostics;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Host.Tests.Tracing;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Commands;

/// <summary>Real processes, killed and restarted, and a Braintrust that comes and goes.</summary>
public sealed class PushCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _temporary = new();
    private readonly string _scenarios;

    public PushCommandTests() => _scenarios = _temporary.Write("scenarios.json", Some.Scenarios);

    [Fact]
    public async Task A_run_is_delivered_as_it_goes_and_its_end_says_so()
    {
        await using var server = await BraintrustServer.StartAsync();
        var (code, _, error) = await RunAsync(server, "generate", "--scenarios", _scenarios, "--out", _temporary["run"], "--redact");

        var spans = Spans();
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains($"spans at Braintrust: {spans.Count} delivered, 0 pending, 0 refused", error, StringComparison.Ordinal);
        Assert.Contains($"{server.Url}app/Our%20shop/p/sim/logs", error, StringComparison.Ordinal);
        Assert.Equal(spans.Order(), server.Rows.Keys.Order());
        Assert.DoesNotContain(server.Rows.Values, row => row.Contains("@example.com", StringComparison.Ordinal));
        Assert.All(
            Directory.GetFiles(_temporary["run"], "*.json*"),
            file => Assert.DoesNotContain(BraintrustServer.Key, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_run_could_not_deliver_is_pushed_later_masked_as_the_run_was()
    {
        int port;
        await using (var gone = await BraintrustServer.StartAsync())
        {
            port = gone.Url.Port;
            gone.Fault = (_, _) => BraintrustServer.Status(503, "under repair");
            var (code, _, error) = await RunAsync(
                gone, "generate", "--scenarios", _scenarios, "--out", _temporary["run"], "--delivery-wait", "100ms", "--redact");
            Assert.Equal(ExitCode.Done, code);
            Assert.Contains($"0 delivered, {Spans().Count} pending, 0 refused", error, StringComparison.Ordinal);
            Assert.Contains($"evergreen push {_temporary["run"]}", error, StringComparison.Ordinal);
        }

        await using var back = await BraintrustServer.StartAsync(port);
        var push = await RunAsync(back, "push", _temporary["run"]);

        Assert.Equal(ExitCode.Done, push.Code);
        Assert.Contains($"{Spans().Count} delivered, 0 pending", push.Output, StringComparison.Ordinal);
        Assert.Equal(Spans().Order(), back.Rows.Keys.Order());
        Assert.DoesNotContain(back.Rows.Values, row => row.Contains("@example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_kill_while_delivering_push_delivers_every_whole_line_once_by_its_id()
    {
        await using var server = await BraintrustServer.StartAsync();
        using (var process = Start(server, "generate", "--scenarios", _scenarios, "--repeat", "20000", "--out", _temporary["run"], "--store", "memory"))
        {
            // By the server's own hand: its rows are kept, its answer is never read.
            server.Taken = number =>
            {
                if (number == 3)
                {
                    process.Kill();
                }
            };
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(Patience);
            await process.WaitForExitAsync();
            Assert.NotEqual(ExitCode.Done, process.ExitCode);
        }

        server.Taken = _ => { };
        var atTheKill = server.Rows.Count;
        var push = await RunAsync(server, "push", _temporary["run"]);

        Assert.Equal(ExitCode.Done, push.Code);
        Assert.InRange(atTheKill, 1, Spans().Count);
        Assert.Equal(Spans().Order(), server.Rows.Keys.Order());
        Assert.Contains($"{Words.Count(Spans().Count)} delivered, 0 pending, 0 refused", push.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_without_a_key_says_what_is_missing()
    {
        await RunAsync(null, "generate", "--scenarios", _scenarios, "--out", _temporary["run"]);

        var (code, _, error) = await RunAsync(null, "push", _temporary["run"]);

        Assert.Equal(ExitCode.WrongUsage, code);
        Assert.Contains("BRAINTRUST_API_KEY is not set", error, StringComparison.Ordinal);
    }

    public void Dispose() => _temporary.Dispose();

    private List<string> Spans() => [.. RunFolder.Open(_temporary["run"]).Spans.Select(span => span.Id)];

    private static async Task<(int Code, string Output, string Error)> RunAsync(BraintrustServer? server, params string[] args)
    {
        using var process = Start(server, args);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await error);
    }

    private static Process Start(BraintrustServer? server, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "evergreen.dll"), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in server?.Environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
