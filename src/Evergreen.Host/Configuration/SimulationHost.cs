using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tracing;
using Evergreen.Host.Commands;
using Evergreen.Host.Tracing;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Events;

namespace Evergreen.Host.Configuration;

/// <summary>A started simulation with its shop, its models and its run folder; disposing writes what is still held.</summary>
internal sealed class SimulationHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IToolbox _shop;

    private SimulationHost(IHost host, IToolbox shop) => (_host, _shop) = (host, shop);

    public Simulation Simulation => _host.Services.GetRequiredService<Simulation>();

    /// <summary>What has become of the spans that go where <paramref name="services"/> says.</summary>
    public SpanDelivery Delivery(DeliveryServices services) =>
        _host.Services.GetServices<SpanDelivery>().Single(delivery => delivery.Services == services);

    /// <summary>Opens the shop and starts the actors, whose lines go to <paramref name="sink"/>.</summary>
    public static async Task<SimulationHost> StartAsync(
        SimulationSetup setup,
        ITraceSink sink,
        bool verbose,
        CommandContext context,
        CancellationToken cancellationToken,
        params IEnumerable<DeliveryServices?> deliveries)
    {
        var shop = await OpenShopAsync(setup, context, cancellationToken);
        try
        {
            var services = new SimulationServices(
                setup.Models.ForAgent(), setup.Models.For(setup.CustomerModel), shop, sink, context.Clock)
            {
                Admission = setup.Models.Stop,
            };
            var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Services
                .AddSerilog(Logger(setup.Folder, verbose), dispose: true)
                .AddSingleton<IHostLifetime, CommandLifetime>()
                .AddSingleton(services)
                .AddEvergreen();
            foreach (var delivery in deliveries.OfType<DeliveryServices>())
            {
                builder.Services.AddSpanDelivery(delivery);
            }

            var host = builder.Build();
            await host.StartAsync(cancellationToken);
            return new SimulationHost(host, shop);
        }
        catch
        {
            await DisposeAsync(shop);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await DisposeAsync(_shop);
    }

    private static async Task<IToolbox> OpenShopAsync(
        SimulationSetup setup, CommandContext context, CancellationToken cancellationToken) =>
        setup.IsRemoteShop
            ? Shops.Supabase(setup.WorldClock, context.Variable, context.Clock)
            : await Shops.OpenAsync(
                setup.Store,
                new ShopOptions
                {
                    RefundableStatuses = setup.Release.RefundableStatuses,
                    FaultPlan = setup.Faults,
                    Seed = setup.Seed,
                    WorldClock = setup.WorldClock,
                },
                setup.Folder,
                context.Variable,
                context.Clock,
                cancellationToken);

    private static async ValueTask DisposeAsync(IToolbox shop)
    {
        if (shop is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else
        {
            (shop as IDisposable)?.Dispose();
        }
    }

    private static Serilog.Core.Logger Logger(string folder, bool verbose)
    {
        const string Line = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";
        var configuration = new LoggerConfiguration().MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.FromLogContext();
        return (verbose
            ? configuration.WriteTo.Console(outputTemplate: Line, standardErrorFromLevel: LogEventLevel.Verbose)
            : configuration.WriteTo.File(Path.Combine(folder, RunRecorder.LogFile), outputTemplate: Line, buffered: true)).CreateLogger();
    }

    /// <summary>Signals are the command line's business; a host that takes them too would end in the middle of a run.</summary>
    private sealed class CommandLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
