namespace Evergreen.Tools.Catalog;

/// <summary>What one attempt of a tool call came to.</summary>
/// <param name="Status">An HTTP status: 200 done, 404 nothing found, other 4xx refused, 5xx failed for now.</param>
/// <param name="Body">The JSON text the agent sees, <c>null</c> (the JSON literal) for a read that found nothing.</param>
public sealed record ToolResponse(int Status, string Body)
{
    /// <summary>The shop's error code, e.g. <c>DUPLICATE_REFUND</c>; null when there was no error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The fault that was injected into this attempt, if one was: <c>unavailable</c>, <c>timeout</c>, <c>lost_reply</c>.</summary>
    public string? Fault { get; init; }

    /// <summary>How long the service was told to take over this attempt (simulated latency), not how long it was measured to take.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Whether trying again may help: a 5xx, a 408 or a 429.</summary>
    public bool IsTransient => Status is >= 500 or 408 or 429;
}
