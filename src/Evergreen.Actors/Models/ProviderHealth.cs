namespace Evergreen.Actors.Models;

/// <summary>
/// Tells a provider that is down from one that has a bad moment: down it is when several calls in a row used up everything the
/// policy allows and none was answered in between. Calls then fail at once, but for one every half minute that tries again.
/// </summary>
internal sealed class ProviderHealth
{
    /// <summary>Calls in a row that must fail.</summary>
    public const int CallsInARow = 3;

    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private int _failedInARow;
    private TimeSpan _tryAgainAt;

    /// <summary>A call was answered.</summary>
    public void Answered()
    {
        if (Volatile.Read(ref _failedInARow) > 0)
        {
            lock (_lock)
            {
                _failedInARow = 0;
            }
        }
    }

    /// <summary>A call used up its policy.</summary>
    /// <returns>Whether the provider must now be taken for down.</returns>
    public bool GivenUp(TimeSpan now)
    {
        lock (_lock)
        {
            _tryAgainAt = now + TryAgain;
            return ++_failedInARow >= CallsInARow;
        }
    }

    /// <summary>Whether a call may be made. While the provider is down, the first to ask after a pause may.</summary>
    public bool MayCall(TimeSpan now)
    {
        if (Volatile.Read(ref _failedInARow) < CallsInARow)
        {
            return true;
        }

        lock (_lock)
        {
            if (now < _tryAgainAt)
            {
                return false;
            }

            _tryAgainAt = now + TryAgain;
            return true;
        }
    }
}
