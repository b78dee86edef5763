namespace Evergreen.Actors.Models.Limits;

/// <summary>The leave to send one request.</summary>
/// <param name="Number">Counts permits; a lower one was given earlier.</param>
/// <param name="Request">What the limit needs to know of it.</param>
/// <param name="Tokens">The tokens set aside for it.</param>
/// <param name="Paced">How much of the wait for it was asked for by a clock: pacing, or a provider's "not before".</param>
/// <param name="Queued">How much of the wait for it was due to the concurrency limit.</param>
internal sealed record SendPermit(long Number, SentRequest Request, long Tokens, TimeSpan Paced, TimeSpan Queued);

/// <summary>What a request tells about the provider's limits.</summary>
internal enum SendOutcomeKind
{
    /// <summary>An answer, whatever it says.</summary>
    Answered,

    /// <summary>429.</summary>
    Refused,

    /// <summary>No answer, or a server error.</summary>
    Failed,

    /// <summary>Nothing: the request was abandoned by its caller.</summary>
    Abandoned,
}

/// <summary>What came of a permit.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Headers">What the answer's headers say.</param>
/// <param name="TokensUsed">The tokens the answer was charged with, if it says.</param>
internal readonly record struct SendOutcome(SendOutcomeKind Kind, RateLimitHeaders Headers, long? TokensUsed);

/// <summary>How the gate to a provider stands.</summary>
/// <param name="Limit">How many requests may be under way.</param>
/// <param name="UnderWay">How many are.</param>
/// <param name="Waiting">How many calls stand in line.</param>
/// <param name="Cuts">How often a 429 cut the limit.</param>
public sealed record LimitSnapshot(int Limit, int UnderWay, int Waiting, int Cuts);
