using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tooling;

/// <summary>What may be said to a tool supervisor, and what it says back.</summary>
internal static class ToolProtocol
{
    /// <summary>Carries out a tool call; the sender gets one <see cref="ToolSettled"/>.</summary>
    /// <param name="CallId">Unique within the conversation.</param>
    /// <param name="ToolName">As the model gave it.</param>
    /// <param name="Arguments">As the model gave them.</param>
    public sealed record ExecuteTool(string CallId, string ToolName, string Arguments);

    /// <summary>A call is settled: done, refused, broken, or given up after its attempts.</summary>
    public sealed record ToolSettled(string CallId, ToolOutcome Outcome);
}

/// <summary>What a tool call came to over all of its attempts.</summary>
/// <param name="Status">The last attempt's HTTP status.</param>
/// <param name="Body">The JSON text for the agent.</param>
/// <param name="Attempts">Attempts made, at least 1.</param>
internal sealed record ToolOutcome(int Status, string Body, int Attempts)
{
    /// <summary>The last attempt's error code, if it had one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The attempts that failed for now, in order.</summary>
    public IReadOnlyList<FailedAttempt> TransientFailures { get; init; } = [];

    /// <summary>When the call was taken up.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was settled.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>What the call was asked to wait: service latency and backoff.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Whether the agent was told of a failure. A read that finds nothing is not one.</summary>
    public bool IsError => ErrorCode is not null;
}
