using Evergreen.Actors.Models.Limits;

namespace Evergreen.Actors.Models;

/// <summary>What went wrong with one request to a provider, as far as it matters for what to do next.</summary>
public enum ProviderFault
{
    /// <summary>429: too many requests or tokens in a span of time, or no word of which.</summary>
    RateLimited,

    /// <summary>429: too many requests at once.</summary>
    TooManyAtOnce,

    /// <summary>429 (402 with some): the quota is gone; time does not mend it.</summary>
    QuotaExhausted,

    /// <summary>401, 403, 404: key or model.</summary>
    AccessDenied,

    /// <summary>5xx or 408.</summary>
    ServerError,

    /// <summary>No connection, or one that broke.</summary>
    ConnectionLost,

    /// <summary>No answer in the time a call may take.</summary>
    TimedOut,

    /// <summary>An answer that is no chat completion.</summary>
    BadAnswer,

    /// <summary>400: the provider's content filter withheld the request.</summary>
    ContentFiltered,

    /// <summary>Any other 4xx.</summary>
    Rejected,
}

/// <summary>
/// One request to a model failed. A provider translates what its SDK throws into this; the gateway decides what follows.
/// </summary>
/// <param name="fault">What went wrong.</param>
/// <param name="message">The same in words.</param>
/// <param name="innerException">What the SDK threw, if it threw.</param>
public sealed class ProviderException(ProviderFault fault, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>What went wrong.</summary>
    public ProviderFault Fault { get; } = fault;

    /// <summary>The HTTP status, if there was an answer.</summary>
    public int? Status { get; init; }

    /// <summary>What the answer's headers say about limits, if there was an answer.</summary>
    public RateLimitHeaders? Limits { get; init; }
}
