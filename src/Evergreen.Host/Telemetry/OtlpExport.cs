using Evergreen.Actors.Hosting;
using Evergreen.Actors.Metrics;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Insights.Transcripts;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Evergreen.Host.Telemetry;

/// <summary>The export of one run over OTLP: its spans by way of delivery, so that a collector may be away, and the meters.</summary>
internal sealed class OtlpExport : IDisposable
{
    private static readonly TimeSpan MetricsInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ToAnswerAtAll = TimeSpan.FromSeconds(1);

    private readonly OtlpDestination _destination;
    private readonly OtlpAnswers _metricsAnswers;
    private readonly MeterProvider? _meters;

    /// <param name="settings">Where to.</param>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="redact">Whether e-mail addresses are masked.</param>
    /// <param name="isPlayed">Whether the run is played by this process, which then has something to measure.</param>
    /// <param name="clock">Wall clock and stopwatch.</param>
    public OtlpExport(OtlpSettings settings, string runFolder, bool redact, bool isPlayed, TimeProvider clock)
    {
        Endpoint = settings.Endpoint.AbsoluteUri;
        _destination = new OtlpDestination(settings, redact, clock);
        _metricsAnswers = new OtlpAnswers(clock);
        Services = new DeliveryServices(Path.Combine(runFolder, RunFolder.SpansFile), _destination, new DeliveryOptions { MaxInFlight = 1 }, clock)
        {
            FileStem = "spans.otlp",
        };
        _meters = isPlayed
            ? Sdk.CreateMeterProviderBuilder()
                .AddMeter(EvergreenMeter.Name)
                .SetResourceBuilder(settings.Resource())
                .AddReader(new PeriodicExportingMetricReader(
                    new OtlpMetricExporter(settings.Exporter(settings.Metrics, _metricsAnswers)),
                    (int)MetricsInterval.TotalMilliseconds,
                    (int)settings.Timeout.TotalMilliseconds))
                .Build()
            : null;
    }

    /// <summary>What a simulation's host needs to deliver as it goes.</summary>
    public DeliveryServices Services { get; }

    /// <summary>The collector's address.</summary>
    public string Endpoint { get; }

    /// <summary>Exports what is left, or says what is; a collector that is away is hardly waited for.</summary>
    /// <param name="spans">The delivery of the spans.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<(DeliveryReport Spans, string? MetricsTrouble)> FinishAsync(SpanDelivery spans, TimeSpan patience, CancellationToken stop)
    {
        var report = await DrainAsync(spans, patience, stop);
        return (report, await FinishMetersAsync(report.Trouble is null ? patience : ToAnswerAtAll));
    }

    private static async Task<DeliveryReport> DrainAsync(SpanDelivery spans, TimeSpan patience, CancellationToken stop)
    {
        var first = patience < ToAnswerAtAll ? patience : ToAnswerAtAll;
        var report = await spans.DrainAsync(first, stop);
        var isAway = report is { Delivered: 0, Trouble: not null };
        return report.Pending == 0 || report.Stopped is not null || isAway || patience <= first
            ? report
            : await spans.DrainAsync(patience - first, stop);
    }

    /// <summary>Exports the last measurements; why that failed, or null.</summary>
    private async Task<string?> FinishMetersAsync(TimeSpan patience)
    {
        if (_meters is null)
        {
            return null;
        }

        // Its own answer says only that it came to an end.
        _metricsAnswers.Forget();
        await Task.Run(() => _meters.Shutdown((int)patience.TotalMilliseconds));
        return _metricsAnswers.Last switch
        {
            DeliveryOutcome.Accepted => null,
            DeliveryOutcome.TryLater(var reason, _) => reason,
            DeliveryOutcome.Denied(var reason) => reason,
            DeliveryOutcome.Refused(var reason) => reason,
            DeliveryOutcome.TooLarge(var reason) => reason,
            _ => "no answer in time",
        };
    }

    public void Dispose()
    {
        _meters?.Dispose();
        _destination.Dispose();
    }
}
