using Evergreen.Actors.Hosting;
using Evergreen.Actors.Models;
using Evergreen.Actors.Runs;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;
using Evergreen.Testing;
using Evergreen.Tools.Catalog;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Evergreen.Host.Tests.Runs;

/// <summary>The actors as production starts them, on real threads and a real clock, with a model and a shop of the test's.</summary>
internal sealed class LiveSimulation : IAsyncDisposable
{
    private readonly IHost _host;

    private LiveSimulation(IHost host, CollectingSink sink) => (_host, Sink) = (host, sink);

    public CollectingSink Sink { get; }

    public static async Task<LiveSimulation> StartAsync(IChatClient model, IToolbox shop, AdmissionStop? stop = null)
    {
        var sink = new CollectingSink();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services
            .AddSingleton(new SimulationServices(model, model, shop, sink, TimeProvider.System) { Admission = stop ?? new AdmissionStop() })
            .AddEvergreen();
        var host = builder.Build();
        await host.StartAsync();
        return new LiveSimulation(host, sink);
    }

    /// <summary>Plays one scenario so many times.</summary>
    public Task<RunProtocol.RunEnded> PlayAsync(Scenario scenario, int conversations, int concurrency, RetrySettings retry) =>
        _host.Services.GetRequiredService<Simulation>().RunAsync(
            new RunPlan
            {
                RunId = $"{scenario.Id}@live",
                Scenarios = [scenario],
                Repeat = conversations,
                Concurrency = concurrency,
                ExtraTurns = ExtraTurns.None,
                Release = new Release("live", "You are support.", "none.md", ["delivered", "shipped"], retry),
                CustomerPrompt = "",
                Model = "stub",
            },
            progress: null,
            CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
