using Akka.Actor;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Actors.Hosting;

/// <summary>What delivery works with.</summary>
/// <param name="SpoolFile">A run's spans.jsonl; it exists. What is delivered is noted beside it.</param>
/// <param name="Destination">Where the rows go.</param>
/// <param name="Options">How much at a time, how patiently.</param>
/// <param name="Clock">Wall clock and stopwatch.</param>
public sealed record DeliveryServices(string SpoolFile, ISpanDestination Destination, DeliveryOptions Options, TimeProvider Clock);

/// <summary>The door to the delivery of a run's spans: registered by <c>AddEvergreen</c> and <c>AddEvergreenDelivery</c>.</summary>
public sealed class SpanDelivery
{
    private readonly IActorRef _delivery;

    internal SpanDelivery(IActorRef delivery) => _delivery = delivery;

    /// <summary>Delivers everything that is on disk by now.</summary>
    /// <param name="patience">What is not delivered by then is reported as pending; null waits for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the wait at once; what is delivered is noted all the same.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public Task<DeliveryReport> DrainAsync(TimeSpan? patience, CancellationToken cancellationToken) =>
        _delivery.Ask<DeliveryReport>(new DeliveryProtocol.Drain(patience), Timeout.InfiniteTimeSpan, cancellationToken);
}
