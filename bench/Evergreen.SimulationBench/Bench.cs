using System.Diagnostics;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;
using Evergreen.Rehearsal;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Evergreen.SimulationBench;

/// <summary>What a piece of work took.</summary>
internal sealed record Figures(double CpuMs);

/// <summary>
/// The shipped scenarios with the rehearsal model, the embedded shop on disk and no faults, once through the simulation and once
/// through a bare loop that makes the same model and tool calls one after another.
/// </summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly string _folder;
    private readonly RehearsalChatClient _model = new();
    private readonly IReadOnlyList<Scenario> _scenarios = ScenarioFile.Load("scenarios.json");
    private readonly Release _release = ReleaseFile.Load("v2", "releases");
    private readonly IList<AITool> _tools;
    private readonly SimulatedShop _shop;
    private readonly DiskSink _sink;
    private readonly IHost _host;
    private int _runs;

    private Bench(SimulatedShop shop, string folder)
    {
        _folder = folder;
        _shop = shop;
        _sink = new DiskSink(folder);
        _tools = [.. shop.Tools.Select(AITool (tool) => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters))];
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton(new SimulationServices(_model, _model, _shop, _sink, TimeProvider.System))
            .AddEvergreen();
        _host = builder.Build();
    }

    public static async Task<Bench> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("evergreen-bench").FullName;
        var shop = await SimulatedShop.OpenSqliteAsync(
            Path.Combine(folder, "shop.db"),
            new ShopOptions { WorldClock = new DateTimeOffset(2030, 1, 15, 0, 0, 0, TimeSpan.Zero) },
            TimeProvider.System,
            CancellationToken.None);
        var bench = new Bench(shop, folder);
        await bench._host.StartAsync();
        return bench;
    }

    public static async Task<Figures> MeasureAsync(string what, int conversations, Func<int, Task> work)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await work(conversations);
        watch.Stop();
        process.Refresh();
        var cpuMs = (process.TotalProcessorTime - cpu).TotalMilliseconds / conversations;
        var heap = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
        Console.WriteLine(FormattableString.Invariant(
            $"| {what} | {conversations:N0} | {watch.Elapsed.TotalSeconds:F1} | {conversations / watch.Elapsed.TotalSeconds:F0} | {cpuMs:F2} | {heap:F0} |"));
        return new Figures(cpuMs);
    }

    public async Task SimulateAsync(int conversations)
    {
        var plan = new RunPlan
        {
            RunId = $"bench-{++_runs}",
            Scenarios = [.. Enumerable.Range(0, conversations).Select(Numbered)],
            Concurrency = 500,
            ExtraTurns = ExtraTurns.None,
            Release = _release,
            CustomerPrompt = "",
            Model = "rehearsal",
        };
        var ended = await _host.Services.GetRequiredService<Simulation>().RunAsync(plan, progress: null, CancellationToken.None);
        if (ended.Totals.ByEnding.Keys.Except(["Completed", "Escalated"]).Any() || ended.Totals.SpansDropped > 0)
        {
            throw new InvalidOperationException($"not a fair measurement: {string.Join(", ", ended.Totals.ByEnding)}");
        }
    }

    public async Task LoopAsync(int conversations)
    {
        var run = ++_runs;
        await Parallel.ForEachAsync(Enumerable.Range(0, conversations), async (number, stop) =>
        {
            var history = new List<ChatMessage> { new(ChatRole.System, _release.SystemPrompt) };
            var scenario = Numbered(number);
            foreach (var line in scenario.FollowUps.Prepend(scenario.Opening))
            {
                history.Add(new ChatMessage(ChatRole.User, line));
                await AnswerAsync($"loop-{run}-{number}", history, stop);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _sink.Dispose();
        await _shop.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AnswerAsync(string world, List<ChatMessage> history, CancellationToken stop)
    {
        while (true)
        {
            var response = await _model.GetResponseAsync(history, new ChatOptions { Tools = _tools, Seed = history.Count }, stop);
            history.AddRange(response.Messages);
            var calls = response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            foreach (var call in calls)
            {
                var arguments = System.Text.Json.JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions);
                var answer = await _shop.AttemptAsync(new ToolCall(world, world, call.CallId, call.Name, arguments), 1, stop);
                history.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, answer.Body)]));
            }

            if (calls.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>The scenarios over and over, each time under an id of its own, so that every run has worlds of its own.</summary>
    private Scenario Numbered(int number)
    {
        var scenario = _scenarios[number % _scenarios.Count];
        return scenario with { Id = $"{_runs}-{number}-{scenario.Id}" };
    }
}
