using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tracing;

/// <summary>The delivery of one run's spans to Braintrust.</summary>
internal sealed class BraintrustDelivery : IDisposable
{
    private readonly BraintrustApi _api;

    /// <param name="settings">Where to, and with what key.</param>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="redact">Whether e-mail addresses are masked.</param>
    /// <param name="options">How much at a time, how patiently.</param>
    /// <param name="clock">Wall clock and stopwatch.</param>
    public BraintrustDelivery(BraintrustSettings settings, string runFolder, bool redact, DeliveryOptions options, TimeProvider clock)
    {
        _api = new BraintrustApi(settings, clock);
        var logs = new BraintrustDestination(_api, _api.Name, project => $"v1/project_logs/{project.Id}", redact);
        Services = new DeliveryServices(Path.Combine(runFolder, RunFolder.SpansFile), logs, options, clock);
    }

    /// <summary>What a simulation's host needs to deliver as it goes.</summary>
    public DeliveryServices Services { get; }

    /// <summary>The project, once Braintrust has answered.</summary>
    public BraintrustProject? Project => _api.Project;

    public void Dispose() => _api.Dispose();
}
