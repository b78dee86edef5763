using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Evergreen.Host.Tracing;

/// <summary>The delivery of one run's spans to Braintrust.</summary>
internal sealed class BraintrustDelivery : IDisposable
{
    private readonly BraintrustDestination _destination;

    /// <param name="settings">Where to, and with what key.</param>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="redact">Whether e-mail addresses are masked.</param>
    /// <param name="options">How much at a time, how patiently.</param>
    /// <param name="clock">Wall clock and stopwatch.</param>
    public BraintrustDelivery(BraintrustSettings settings, string runFolder, bool redact, DeliveryOptions options, TimeProvider clock)
    {
        _destination = new BraintrustDestination(settings, redact, clock);
        Services = new DeliveryServices(Path.Combine(runFolder, RunFolder.SpansFile), _destination, options, clock);
    }

    /// <summary>What a simulation's host needs to deliver as it goes.</summary>
    public DeliveryServices Services { get; }

    /// <summary>The project, once Braintrust has answered.</summary>
    public BraintrustProject? Project => _destination.Project;

    /// <summary>Delivers what is on disk, outside a simulation.</summary>
    /// <param name="patience">The longest wait; null for as long as it takes.</param>
    /// <param name="stop">Ends the wait; what is left is then reported as pending.</param>
    public async Task<DeliveryReport> PushAsync(TimeSpan? patience, CancellationToken stop)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(Services).AddEvergreenDelivery();
        using var host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        try
        {
            return await DrainAsync(host.Services.GetRequiredService<SpanDelivery>(), patience, stop);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits until everything is delivered, or the wait is over.</summary>
    public static async Task<DeliveryReport> DrainAsync(SpanDelivery delivery, TimeSpan? patience, CancellationToken stop)
    {
        try
        {
            return await delivery.DrainAsync(patience, stop);
        }
        catch (OperationCanceledException)
        {
            return await delivery.DrainAsync(TimeSpan.Zero, CancellationToken.None);
        }
    }

    public void Dispose() => _destination.Dispose();
}
