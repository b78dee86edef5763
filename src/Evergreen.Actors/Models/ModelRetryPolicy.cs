namespace Evergreen.Actors.Models;

/// <summary>What follows a failed request.</summary>
internal abstract record RetryDecision
{
    /// <summary>Send it again, no sooner than after <paramref name="Wait"/>.</summary>
    public sealed record Again(TimeSpan Wait) : RetryDecision;

    /// <summary>The call has failed.</summary>
    public sealed record GiveUp(ModelFailure Failure, string Reason) : RetryDecision;
}

/// <summary>
/// Decides what follows a failed request. A 429 says that the model is well and we are early: only patience bounds those. All
/// else is bounded by attempts as well.
/// </summary>
internal sealed class ModelRetryPolicy(ModelRetryOptions options)
{
    /// <param name="fault">What the request failed with.</param>
    /// <param name="faults">Requests of this call that failed otherwise than by a 429, this one included.</param>
    /// <param name="refusals">Requests of this call that were answered with 429, this one included.</param>
    /// <param name="elapsed">Time since the call was first sent.</param>
    /// <param name="draw">A number in [0, 1) that spreads the wait.</param>
    public RetryDecision After(ProviderException fault, int faults, int refusals, TimeSpan elapsed, double draw)
    {
        var failure = FailureOf(fault.Fault);
        if (failure is ModelFailure.QuotaExhausted or ModelFailure.AccessDenied
            or ModelFailure.ContentFiltered or ModelFailure.Rejected)
        {
            return new RetryDecision.GiveUp(failure, fault.Message);
        }

        if (faults >= options.MaxAttempts)
        {
            return new RetryDecision.GiveUp(failure, $"{fault.Message} (given up after {faults} failed attempts)");
        }

        var wait = Wait(fault, failure == ModelFailure.RateLimited ? refusals : faults, draw);
        return elapsed + wait > options.Patience
            ? new RetryDecision.GiveUp(failure, $"{fault.Message} ({BeyondPatience(wait)})")
            : new RetryDecision.Again(wait);
    }

    private string BeyondPatience(TimeSpan wait) => FormattableString.Invariant(
        $"the next attempt would be {wait.TotalSeconds:0.#} s off, beyond the {options.Patience.TotalSeconds:0} s a call may take");

    // Half to once and a half of the backoff; what the provider asked for is never undercut and only a little exceeded.
    private TimeSpan Wait(ProviderException fault, int failed, double draw)
    {
        var doubled = options.FirstBackoff.TotalSeconds * Math.Pow(2, Math.Min(failed - 1, 30));
        var backoff = Math.Min(doubled, options.MaxBackoff.TotalSeconds) * (0.5 + draw);
        var asked = fault.Limits?.RetryAfter?.TotalSeconds ?? 0;
        return TimeSpan.FromSeconds(asked > 0 ? asked + (Math.Min(asked, backoff) * 0.1 * draw) : backoff);
    }

    private static ModelFailure FailureOf(ProviderFault fault) => fault switch
    {
        ProviderFault.RateLimited or ProviderFault.TooManyAtOnce => ModelFailure.RateLimited,
        ProviderFault.QuotaExhausted => ModelFailure.QuotaExhausted,
        ProviderFault.AccessDenied => ModelFailure.AccessDenied,
        ProviderFault.TimedOut => ModelFailure.TimedOut,
        ProviderFault.BadAnswer => ModelFailure.BadAnswer,
        ProviderFault.ContentFiltered => ModelFailure.ContentFiltered,
        ProviderFault.Rejected => ModelFailure.Rejected,
        _ => ModelFailure.Unavailable,
    };
}
