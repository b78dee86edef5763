namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>Where span rows are delivered to. Requests may be made several at a time.</summary>
public interface ISpanDestination
{
    /// <summary>Which destination this is, for people and for telling it from another one: what one has, another has not.</summary>
    string Name { get; }

    /// <summary>Makes one request; what became of it is the answer, whatever went wrong. Decides nothing about trying again.</summary>
    /// <param name="rows">One JSON object each, in the shape of spans.jsonl; valid until the answer.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    Task<DeliveryOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken);
}

/// <summary>What became of one request.</summary>
public abstract record DeliveryOutcome
{
    private DeliveryOutcome()
    {
    }

    /// <summary>Every row is kept there.</summary>
    public sealed record Accepted : DeliveryOutcome;

    /// <summary>Nothing certain is known, or the destination is not well: the same request may succeed later.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="Wait">How long the destination wants to be left alone; null when it did not say.</param>
    public sealed record TryLater(string Reason, TimeSpan? Wait = null) : DeliveryOutcome;

    /// <summary>The request is larger than the destination takes.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record TooLarge(string Reason) : DeliveryOutcome;

    /// <summary>The destination will not have these rows, or one of them, however often it is asked.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record Refused(string Reason) : DeliveryOutcome;

    /// <summary>The destination takes nothing from us: the key, the project or the address is wrong.</summary>
    /// <param name="Reason">In words, with the mend.</param>
    public sealed record Denied(string Reason) : DeliveryOutcome;
}
