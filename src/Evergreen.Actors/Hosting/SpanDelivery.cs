using Akka.Actor;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Actors.Hosting;

/// <summary>What delivery works with.</summary>
/// <param name="SpoolFile">A run's spans.jsonl; it exists. What is delivered is noted beside it.</param>
/// <param name="Destination">Where the rows go.</param>
/// <param name="Options">How much at a time, how patiently.</param>
/// <param name="Clock">Wall clock and stopwatch.</param>
public sealed record DeliveryServices(string SpoolFile, ISpanDestination Destination, DeliveryOptions Options, TimeProvider Clock)
{
    /// <summary>How the names of the files beside the spool begin; its own for every destination of a run. Default <c>spans</c>.</summary>
    public string FileStem { get; init; } = "spans";

    /// <summary>How far the spool is delivered.</summary>
    public string MarkFile => Beside("delivery.json");

    /// <summary>The rows that were refused, and why.</summary>
    public string RefusedFile => Beside("refused.jsonl");

    private string Beside(string ending) => Path.Combine(Path.GetDirectoryName(SpoolFile)!, $"{FileStem}.{ending}");
}

/// <summary>The door to the delivery of a run's spans to one destination: registered by <c>AddSpanDelivery</c>.</summary>
public sealed class SpanDelivery
{
    internal SpanDelivery(DeliveryServices services) => Services = services;

    /// <summary>What it works with.</summary>
    public DeliveryServices Services { get; }

    /// <summary>Who delivers; nobody until the actor system has started.</summary>
    internal IActorRef Actor { get; private set; } = ActorRefs.Nobody;

    /// <summary>Delivers everything that is on disk by now.</summary>
    /// <param name="patience">What is not delivered by then is reported as pending; null waits for as long as it takes.</param>
    /// <param name="stop">Ends the wait; what is not delivered by then is reported as pending, too.</param>
    public async Task<DeliveryReport> DrainAsync(TimeSpan? patience, CancellationToken stop)
    {
        try
        {
            return await DrainAsync(new DeliveryProtocol.Drain(patience), stop);
        }
        catch (OperationCanceledException)
        {
            return await DrainAsync(new DeliveryProtocol.Drain(TimeSpan.Zero), CancellationToken.None);
        }
    }

    private async Task<DeliveryReport> DrainAsync(DeliveryProtocol.Drain drain, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var report = Actor.Ask<DeliveryReport>(drain, Timeout.InfiniteTimeSpan, over.Token);
        var gone = Actor.WatchAsync(over.Token);
        var first = await Task.WhenAny(report, gone);
        await over.CancelAsync();
        return first == gone && !stop.IsCancellationRequested ? NotBegun() : await report;
    }

    /// <summary>Whoever cannot read what lies beside the spool dies before the first row; nothing is known then, so all is pending.</summary>
    private DeliveryReport NotBegun() => new(0, File.Exists(Services.SpoolFile) ? File.ReadLines(Services.SpoolFile).LongCount() : 0, 0)
    {
        Stopped = $"{Services.SpoolFile} or what is noted beside it cannot be read or written; the log says why",
    };

    internal void Start(ActorSystem system) =>
        Actor = system.ActorOf(ActorProducer.Props(() => new DeliveryActor(Services)), $"delivery-{Services.FileStem}");
}
