namespace Evergreen.Actors.Models.Limits;

/// <summary>
/// A bucket that fills evenly, so that so many units a minute are spent and no burst comes near the limit's edge. One that asks
/// for more than the bucket holds gets it from a full bucket, and those after it wait the longer.
/// </summary>
/// <remarks>Not for several threads at once. Times are readings of one monotonic clock.</remarks>
internal sealed class RateBudget
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(0.25);

    private readonly double _perSecond;
    private readonly double _capacity;
    private double _level;
    private TimeSpan _filledAt;

    public RateBudget(double perMinute)
    {
        _perSecond = perMinute / 60;
        _capacity = Math.Max(1, _perSecond * Burst.TotalSeconds);
        _level = _capacity;
    }

    /// <summary>How long until <paramref name="amount"/> may be taken.</summary>
    public TimeSpan WaitFor(double amount, TimeSpan now)
    {
        Fill(now);
        var missing = Math.Min(amount, _capacity) - _level;
        return missing <= 1e-9 ? TimeSpan.Zero : TimeSpan.FromSeconds(missing / _perSecond);
    }

    /// <summary>Takes <paramref name="amount"/>; a negative one is given back.</summary>
    public void Take(double amount, TimeSpan now)
    {
        Fill(now);
        _level = Math.Min(_capacity, _level - amount);
    }

    private void Fill(TimeSpan now)
    {
        _level = Math.Min(_capacity, _level + (_perSecond * (now - _filledAt).TotalSeconds));
        _filledAt = now;
    }
}
