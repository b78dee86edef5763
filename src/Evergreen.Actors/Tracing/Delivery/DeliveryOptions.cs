namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>How much is sent at a time, and how patiently.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Rows in a request at most. Default 100.</summary>
    public int MaxRows { get; init; } = 100;

    /// <summary>
    /// Bytes of rows in a request at most, unless one row alone is larger. Default 2,499,000: 2.5 MB with room for what surrounds
    /// the rows.
    /// </summary>
    public int MaxBytes { get; init; } = 2_499_000;

    /// <summary>Requests under way at most; memory is bounded by this many requests. Default 4.</summary>
    public int MaxInFlight { get; init; } = 4;

    /// <summary>How long rows wait for company when they do not fill a request. Default 1 s.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after a first failure; it doubles with each further one. Default 1 s.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that is not asked for by the destination. Default 60 s.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Rows refused one after another, none accepted in between, after which it is not the rows that are wrong and delivery
    /// stops. Default 20.
    /// </summary>
    public int RefusalsBeforeStop { get; init; } = 20;

    /// <summary>What the spread of the waits is drawn from. Default 0.</summary>
    public long Seed { get; init; }
}
