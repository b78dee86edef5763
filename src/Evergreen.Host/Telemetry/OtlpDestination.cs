using System.Diagnostics;
using System.Text.Json;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Transcripts;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Evergreen.Host.Telemetry;

/// <summary>
/// A collector that takes spans over OTLP, reached through OpenTelemetry's exporter. Makes single attempts; delivery decides the
/// rest. One request at a time: the exporter keeps one buffer.
/// </summary>
internal sealed class OtlpDestination : ISpanDestination, IDisposable
{
    private readonly OtlpSettings _settings;
    private readonly bool _redact;
    private readonly SpanActivities _activities = new();
    private readonly OtlpAnswers _answers;
    private readonly BaseExporter<Activity> _exporter;
    private readonly TracerProvider _provider;
    private readonly Lock _lock = new();

    /// <param name="settings">Where to.</param>
    /// <param name="redact">Whether e-mail addresses are masked in what errors say.</param>
    /// <param name="clock">For dates in headers.</param>
    public OtlpDestination(OtlpSettings settings, bool redact, TimeProvider clock)
    {
        (_settings, _redact, _answers) = (settings, redact, new OtlpAnswers(clock));
        _exporter = new OtlpTraceExporter(settings.Exporter(settings.Traces, _answers));

        // The exporter asks its provider who we are. Nothing goes through the processor: our spans are over before they are made.
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(SpanActivities.Source)
            .SetSampler(new AlwaysOnSampler())
            .SetResourceBuilder(settings.Resource())
            .AddProcessor(new SimpleActivityExportProcessor(_exporter))
            .Build();
    }

    /// <inheritdoc/>
    public string Name => $"OTLP at {_settings.Endpoint}";

    /// <inheritdoc/>
    public Task<DeliveryOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken) =>
        Task.Run(() => Send(rows), cancellationToken);

    public void Dispose()
    {
        _provider.Dispose();
        _activities.Dispose();
    }

    private DeliveryOutcome Send(IReadOnlyList<ReadOnlyMemory<byte>> rows)
    {
        Activity[] spans;
        try
        {
            spans = [.. rows.Select(row => _activities.Of(JsonSerializer.Deserialize(
                _redact ? EmailMask.Apply(row) : row.Span, TranscriptJson.Default.SpanRow)!))];
        }
        catch (Exception e) when (e is JsonException or ArgumentException or KeyNotFoundException)
        {
            return new DeliveryOutcome.Refused($"no span row: {e.Message}");
        }

        lock (_lock)
        {
            _answers.Forget();
            var result = _exporter.Export(new Batch<Activity>(spans, spans.Length));
            return _answers.Last ?? (result == ExportResult.Success ? new DeliveryOutcome.Accepted() : new DeliveryOutcome.TryLater("the exporter failed"));
        }
    }
}
