using Evergreen.Insights.Releases;

namespace Evergreen.Actors.Tooling;

/// <summary>When a transient failure is tried again. Whether a failure is transient is the supervision's business.</summary>
internal sealed class ToolRetryPolicy(RetrySettings settings)
{
    /// <summary>The wait before the next attempt; null when there is to be none.</summary>
    /// <param name="failedAttempt">The attempt that failed, from 1.</param>
    /// <param name="draw">A number in [0, 1) that spreads the wait by the jitter; 0.5 leaves it as it is.</param>
    public TimeSpan? DelayAfter(int failedAttempt, double draw)
    {
        if (failedAttempt > settings.MaxRetries)
        {
            return null;
        }

        var seconds = settings.FirstDelaySeconds * Math.Pow(settings.Factor, failedAttempt - 1);
        return TimeSpan.FromSeconds(seconds * (1 + (settings.Jitter * ((2 * draw) - 1))));
    }
}
