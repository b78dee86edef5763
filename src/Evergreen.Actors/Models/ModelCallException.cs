namespace Evergreen.Actors.Models;

/// <summary>Why a model gave no usable answer.</summary>
public enum ModelFailure
{
    /// <summary>Still told to slow down when patience ran out.</summary>
    RateLimited,

    /// <summary>The account's quota or credit is used up; asking again is pointless.</summary>
    QuotaExhausted,

    /// <summary>The key is not accepted, or the model is unknown to the server.</summary>
    AccessDenied,

    /// <summary>Server errors or lost connections up to the last attempt.</summary>
    Unavailable,

    /// <summary>No answer within the time of a call, up to the last attempt.</summary>
    TimedOut,

    /// <summary>Answers that were no chat completion: no choices, another content type, a body cut in half.</summary>
    BadAnswer,

    /// <summary>The server finds fault with the request itself.</summary>
    Rejected,

    /// <summary>The model declined to answer and said nothing else.</summary>
    Refused,

    /// <summary>The provider's content filter withheld the request or the answer.</summary>
    ContentFiltered,

    /// <summary>The token limit was reached before a word or a tool call came.</summary>
    CutOff,

    /// <summary>A replayed run asked something that is not in the recording.</summary>
    NotRecorded,

    /// <summary>The call was not made: a budget is spent, or the model was found to be out of reach before.</summary>
    NotAsked,
}

/// <summary>A model gave no usable answer, and everything the gateway's policy allows has been tried.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">The same in words, fit for a person who runs the program.</param>
/// <param name="innerException">What the last attempt failed with, if there was one.</param>
public sealed class ModelCallException(ModelFailure failure, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public ModelFailure Failure { get; } = failure;

    /// <summary>The requests that were sent, oldest first; empty when none was.</summary>
    public IReadOnlyList<FailedModelAttempt> FailedAttempts { get; init; } = [];

    /// <summary>How long the call was asked to wait (backoff, Retry-After, pacing) before it was given up.</summary>
    public TimeSpan Waited { get; init; }
}

/// <summary>One request to a model that came to nothing.</summary>
/// <param name="Attempt">Its number within the call, from 1.</param>
/// <param name="Fault">What went wrong.</param>
/// <param name="Status">The HTTP status, if there was an answer.</param>
/// <param name="WaitSeconds">The wait before the next attempt; null when there was none.</param>
public sealed record FailedModelAttempt(int Attempt, ProviderFault Fault, int? Status, double? WaitSeconds);
