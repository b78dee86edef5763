using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tracing.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Evergreen.Host.Tracing;

/// <summary>Delivers the spans of a run that is over, outside a simulation.</summary>
internal static class LateDelivery
{
    /// <param name="services">Which spans, and where to.</param>
    /// <param name="patience">The longest wait; null for as long as it takes.</param>
    /// <param name="stop">Ends the wait; what is left is then reported as pending.</param>
    public static async Task<DeliveryReport> PushAsync(DeliveryServices services, TimeSpan? patience, CancellationToken stop)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSpanDelivery(services).AddEvergreenDelivery();
        using var host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        try
        {
            return await host.Services.GetRequiredService<SpanDelivery>().DrainAsync(patience, stop);
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
