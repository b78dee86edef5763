using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>
/// What the gateway says about a call in <see cref="ChatResponse.AdditionalProperties"/>, and what it understands there.
/// </summary>
public static class ModelResponseProperties
{
    /// <summary>Requests sent for the answer, an <see cref="int"/>: 1 when nothing went wrong, 0 for a stored answer.</summary>
    public const string Attempts = "attempts";

    /// <summary>Seconds the call was asked to wait by backoff, Retry-After and pacing: a <see cref="double"/>.</summary>
    public const string WaitedSeconds = "waited_seconds";

    /// <summary>Seconds the call stood in line for the concurrency limit, as measured: a <see cref="double"/>.</summary>
    public const string QueuedSeconds = "queued_seconds";

    /// <summary>
    /// The requests that came to nothing: <see cref="IReadOnlyList{T}"/> of <see cref="FailedModelAttempt"/>; absent when none did.
    /// </summary>
    public const string FailedAttempts = "failed_attempts";

    /// <summary>The price of the answer in US dollars, a <see cref="decimal"/>; absent when it is not known.</summary>
    public const string CostUsd = "cost_usd";

    /// <summary><c>cache</c> or <c>recording</c> when the answer was stored earlier; absent when a model gave it.</summary>
    public const string Stored = "stored";

    /// <summary>
    /// Seconds a stand-in for a model pretended to think, a <see cref="double"/>. Set by the rehearsal model; passed through.
    /// </summary>
    public const string SimulatedLatencySeconds = "simulated_latency_seconds";

    /// <summary>
    /// The headers of a provider's answer that speak of limits: <see cref="Limits.RateLimitHeaders"/>. Set by providers, read and
    /// taken off by the gateway.
    /// </summary>
    public const string RateLimits = "rate_limits";

    internal static void Set(this ChatResponse response, string key, object value) =>
        (response.AdditionalProperties ??= [])[key] = value;
}
