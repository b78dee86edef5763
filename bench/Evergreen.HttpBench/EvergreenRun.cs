using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Models;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Shop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Evergreen.HttpBench;

/// <summary>Evergreen as a run uses it: actors, the shop in memory, the gateway, the run folder on disk.</summary>
internal sealed class EvergreenRun : Contestant
{
    private readonly IHost _host;
    private readonly SimulatedShop _shop;
    private readonly ModelGateways _gateways;
    private readonly RunRecorder _recorder;
    private readonly BraintrustDelivery? _delivery;
    private int _runs;

    private EvergreenRun(IHost host, SimulatedShop shop, ModelGateways gateways, RunRecorder recorder, BraintrustDelivery? delivery) =>
        (_host, _shop, _gateways, _recorder, _delivery) = (host, shop, gateways, recorder, delivery);

    /// <param name="url">The model's server.</param>
    /// <param name="braintrust">Where the spans are delivered to as the run goes; null to leave them on disk.</param>
    public static async Task<EvergreenRun> StartAsync(Uri url, Uri? braintrust = null)
    {
        var clock = TimeProvider.System;
        var folder = Directory.CreateTempSubdirectory("evergreen-bench-").FullName;
        var record = new RunRecord { Run = new RunInfo("bench", "bench", RunStatus.Running, clock.GetUtcNow()), Options = new Dictionary<string, string?>() };
        var recorder = RunRecorder.Create(folder, record);
        var shop = await SimulatedShop.OpenSqliteAsync(
            ":memory:", new ShopOptions { WorldClock = clock.GetUtcNow() }, clock, CancellationToken.None);
        var gateways = ModelGateways.Open(
            new ModelSettings { PriceFile = Path.Combine(AppContext.BaseDirectory, "prices.json") },
            Story.Model,
            new OpenAIEndpoint(url, null),
            () => throw new NotSupportedException("the bench has a server"),
            clock);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton(new SimulationServices(gateways.ForAgent(), gateways.ForAgent(), new StoryShop(shop), recorder, clock) { Admission = gateways.Stop })
            .AddEvergreen();
        var delivery = braintrust is null
            ? null
            : new BraintrustDelivery(
                new BraintrustSettings { ApiKey = "none", ApiUrl = braintrust, AppUrl = null }, folder, redact: false, new DeliveryOptions(), clock);
        if (delivery is not null)
        {
            builder.Services.AddSpanDelivery(delivery.Services);
        }

        var host = builder.Build();
        await host.StartAsync();
        return new EvergreenRun(host, shop, gateways, recorder, delivery);
    }

    public async Task<RunProtocol.RunEnded> RunAsync(int conversations, int concurrency) => await _host.Services.GetRequiredService<Simulation>().RunAsync(
        new RunPlan
        {
            RunId = $"bench-{++_runs}",
            Scenarios = [Story.Scenario],
            Repeat = conversations,
            Concurrency = concurrency,
            ExtraTurns = ExtraTurns.None,
            Release = Story.Release,
            CustomerPrompt = "",
            Model = Story.Model,
        },
        null,
        CancellationToken.None);

    public override async Task<(int Ended, long Spans)> PlayAsync(int conversations, int concurrency)
    {
        var ended = await RunAsync(conversations, concurrency);

        // Rows are counted by the node's one trace, over all its runs.
        return (ended.Totals.ByEnding.GetValueOrDefault(nameof(Ending.Completed)), ended.Totals.Spans);
    }

    /// <summary>Waits for what is not delivered yet; the rows delivered in all, warm-up included, and those that are not.</summary>
    public async Task<DeliveryReport> DrainAsync(TimeSpan patience) =>
        await _host.Services.GetRequiredService<SpanDelivery>().DrainAsync(patience, CancellationToken.None);

    public override async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _delivery?.Dispose();
        _gateways.Dispose();
        await _shop.DisposeAsync();
        _recorder.Dispose();
        Directory.Delete(_recorder.Path, recursive: true);
    }
}
