namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>What may be said to a delivery actor, and what it says back.</summary>
internal static class DeliveryProtocol
{
    /// <summary>The spool has grown: everything before <paramref name="Bytes"/> is whole lines that stay.</summary>
    /// <param name="Bytes">The spool's length.</param>
    public sealed record SpoolGrew(long Bytes);

    /// <summary>
    /// Delivers all there is without waiting for more; the sender gets a <see cref="DeliveryReport"/> when it is done, cannot be
    /// done, or the patience is over. Delivery goes on in that last case.
    /// </summary>
    /// <param name="Patience">How long to wait; null for as long as it takes.</param>
    public sealed record Drain(TimeSpan? Patience);
}

/// <summary>What has become of a run's span rows.</summary>
/// <param name="Delivered">Rows the destination keeps.</param>
/// <param name="Pending">Rows on disk that are not settled; <c>push</c> delivers them.</param>
/// <param name="Refused">Rows the destination will not have; spans.refused.jsonl says why.</param>
public sealed record DeliveryReport(long Delivered, long Pending, long Refused)
{
    /// <summary>Why delivery ended before everything was delivered; null when it did not.</summary>
    public string? Stopped { get; init; }

    /// <summary>The last answer that was not an acceptance, while none has followed; null when all is well.</summary>
    public string? Trouble { get; init; }
}
