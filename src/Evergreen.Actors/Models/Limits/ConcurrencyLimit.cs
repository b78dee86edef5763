namespace Evergreen.Actors.Models.Limits;

/// <summary>
/// Finds out how many requests a provider takes at once. The limit doubles each clean round until the first 429 (slow start);
/// from then on a clean round adds a twentieth. A round is as many answers as the limit is high, and it counts only if the limit
/// was used: a limit that nobody reached proves nothing. A 429 cuts, a server error only makes the round start over.
/// </summary>
/// <remarks>
/// Not for several threads at once. Times are readings of one monotonic clock. When a request may be sent is not decided here:
/// that clock is the gate's, so a long Retry-After never keeps this one from cutting again.
/// </remarks>
internal sealed class ConcurrencyLimit(int ceiling, int start)
{
    /// <summary>
    /// At or below this, a 429 that comes while as many requests are served as the limit allows does not cut: something else is
    /// scarce then.
    /// </summary>
    public const int ProvenFloor = 16;

    private const double Saturation = 0.8;
    private static readonly TimeSpan FirstProbe = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastProbe = TimeSpan.FromSeconds(60);

    private bool _slowStart = true;
    private int _clean;
    private int _peak;
    private int _proven;
    private TimeSpan? _cutAt;
    private int _refusedAt = int.MaxValue;
    private TimeSpan _probeAt;
    private TimeSpan _probeInterval = FirstProbe;

    /// <summary>How many requests may be under way now.</summary>
    public int Limit { get; private set; } = Math.Min(start, ceiling);

    /// <summary>How often the limit was cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>A request was sent as the <paramref name="level"/>-th under way.</summary>
    public void Sent(int level) => _peak = Math.Max(_peak, level);

    /// <summary>A request was answered.</summary>
    public void Answered(SentRequest request, TimeSpan now)
    {
        _proven = Math.Max(_proven, request.Level);
        if (request.SentAt <= _cutAt || ++_clean < Limit)
        {
            return;
        }

        var saturated = _peak >= Saturation * Limit;
        StartRound();
        if (saturated)
        {
            Grow(now);
        }
    }

    /// <summary>A request failed for a reason that says nothing about the limit.</summary>
    public void Failed() => StartRound();

    /// <summary>
    /// A request was refused with 429 while <paramref name="older"/> requests that were sent before it were still under way.
    /// </summary>
    public void Refused(SentRequest request, int older, TimeSpan now)
    {
        StartRound();

        // What was sent before the last cut belongs to the episode that cut already answers.
        if (request.SentAt <= _cutAt || (Limit <= ProvenFloor && _proven >= Limit))
        {
            return;
        }

        // The requests still being served tell how much is allowed, roughly: trusted between a fifth and a half.
        _probeInterval = Limit >= _refusedAt ? Min(_probeInterval * 2, LastProbe) : FirstProbe;
        _probeAt = now + _probeInterval;
        _refusedAt = Limit;
        Limit = Math.Max(1, Math.Clamp(older, Limit / 2, Limit * 4 / 5));
        Cuts++;
        _slowStart = false;
        _cutAt = now;
        _proven = 0;
    }

    // A height that was refused is tried again only now and then, so that the limit stays just below it in between.
    private void Grow(TimeSpan now)
    {
        var next = Math.Min(ceiling, _slowStart ? Limit * 2 : Limit + Math.Max(1, Limit / 20));
        if (next >= _refusedAt)
        {
            if (Limit >= _refusedAt)
            {
                _refusedAt = int.MaxValue;
            }
            else
            {
                next = now >= _probeAt ? _refusedAt : _refusedAt - 1;
            }
        }

        Limit = Math.Max(Limit, next);
    }

    private void StartRound() => (_clean, _peak) = (0, 0);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}

/// <summary>A request as the limit sees it.</summary>
/// <param name="SentAt">When it was sent.</param>
/// <param name="Level">How many were under way then, itself included.</param>
internal readonly record struct SentRequest(TimeSpan SentAt, int Level);
