namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>
/// When the destination may be asked again. A failure pauses everything; what was under way before the pause and fails too belongs
/// to the same episode. While it lasts, one request at a time finds out whether it is over.
/// </summary>
/// <param name="options">How patiently.</param>
public sealed class SendPace(DeliveryOptions options)
{
    private int _failures;

    /// <summary>Nothing is sent before.</summary>
    public DateTimeOffset NotBefore { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Requests that may be under way.</summary>
    public int InFlightLimit => _failures > 0 ? 1 : options.MaxInFlight;

    /// <summary>The destination answered for itself. A pause it asked for is kept all the same.</summary>
    public void Succeeded() => _failures = 0;

    /// <summary>The destination failed, or asked to be left alone.</summary>
    /// <param name="sentAt">When the request that failed was sent.</param>
    /// <param name="now">When it failed.</param>
    /// <param name="asked">The wait the destination asked for.</param>
    /// <param name="draw">A number in [0, 1) that spreads the wait.</param>
    public void Failed(DateTimeOffset sentAt, DateTimeOffset now, TimeSpan? asked, double draw)
    {
        var isNewEpisode = _failures == 0 || sentAt >= NotBefore;
        if (isNewEpisode)
        {
            _failures++;
        }

        if (isNewEpisode || asked is not null)
        {
            var until = now + Backoff(_failures, asked, draw);
            NotBefore = until > NotBefore ? until : NotBefore;
        }
    }

    /// <summary>Half to once and a half of the backoff. A wait that was asked for is never undercut.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="asked">The wait the destination asked for.</param>
    /// <param name="draw">A number in [0, 1).</param>
    public TimeSpan Backoff(int failures, TimeSpan? asked, double draw)
    {
        var doubled = options.FirstBackoff.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30));
        var wait = TimeSpan.FromSeconds(Math.Min(doubled * (0.5 + draw), options.MaxBackoff.TotalSeconds));
        return asked > wait ? asked.Value : wait;
    }
}
