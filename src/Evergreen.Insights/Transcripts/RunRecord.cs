using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Evergreen.Insights.Experiments;

namespace Evergreen.Insights.Transcripts;

/// <summary>run.json: what was asked of a run and what came out of it. Written at its start and again at its end.</summary>
public sealed record RunRecord
{
    /// <summary>The run itself.</summary>
    public required RunInfo Run { get; init; }

    /// <summary>Every option by its command-line name without dashes in snake_case, defaults included, as it was used.</summary>
    public required IReadOnlyDictionary<string, string?> Options { get; init; }

    /// <summary>Sums over its conversations.</summary>
    public RunTotals Totals { get => field ?? new(); init; }

    /// <summary>What judges made of the conversations that were sampled; null when none were to be.</summary>
    public IReadOnlyList<ScorerSummary>? Scores { get; init; }

    /// <summary>How long it took, beside how long it had to take.</summary>
    public RunTiming Timing { get => field ?? new(); init; }
}

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Under way, or killed before it could say otherwise.</summary>
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>Every conversation has ended.</summary>
    [JsonStringEnumMemberName("completed")] Completed,

    /// <summary>Stopped before everything was played; what had ended is kept.</summary>
    [JsonStringEnumMemberName("interrupted")] Interrupted,
}

/// <summary>A run's identity and state.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Id">Derived from name and start; part of every span id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="StartedAt">When it began (UTC).</param>
public sealed record RunInfo(string Name, string Id, RunStatus Status, DateTimeOffset StartedAt)
{
    /// <summary>When it ended (UTC); null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the same options give the same conversations, or why not.</summary>
    public string Reproducible { get; init => field = value ?? "yes"; } = "yes";

    /// <summary>Why not everything was played: a signal, a budget, a model that is down, a full disk; null when everything was.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>The program's version.</summary>
    public string? Version { get; init; }
}

/// <summary>Sums over the conversations of a run that have ended.</summary>
public sealed record RunTotals
{
    /// <summary>Conversations that have ended; at a run's end, the number asked for.</summary>
    public int Conversations { get; init; }

    /// <summary>How many ended how. Adds up to <see cref="Conversations"/>.</summary>
    public IReadOnlyDictionary<string, int> ByEnding { get => field ?? ReadOnlyDictionary<string, int>.Empty; init; }

    /// <summary>How many played a scenario of which category.</summary>
    public IReadOnlyDictionary<string, int> ByCategory { get => field ?? ReadOnlyDictionary<string, int>.Empty; init; }

    /// <summary>Customer turns played.</summary>
    public long Turns { get; init; }

    /// <summary>Calls to the agent's model.</summary>
    public long ModelCalls { get; init; }

    /// <summary>Tool calls, each counted once whatever its attempts.</summary>
    public long ToolCalls { get; init; }

    /// <summary>Attempts of tool calls.</summary>
    public long ToolAttempts { get; init; }

    /// <summary>Attempts beyond a call's first.</summary>
    public long ToolRetries { get; init; }

    /// <summary>Attempts that failed for now.</summary>
    public long TransientFailures { get; init; }

    /// <summary>Conversations handed to a human.</summary>
    public long Escalations { get; init; }

    /// <summary>Refunds requested of the shop and granted.</summary>
    public long Refunds { get; init; }

    /// <summary>Returns opened.</summary>
    public long Returns { get; init; }

    /// <summary>Tickets opened.</summary>
    public long Tickets { get; init; }

    /// <summary>Prompt tokens of the agent's model.</summary>
    public long InputTokens { get; init; }

    /// <summary>Completion tokens of the agent's model.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What the agent's model cost in US dollars; null when any price is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Span rows on disk.</summary>
    public long Spans { get; init; }

    /// <summary>Span rows that could not be kept.</summary>
    public long SpansDropped { get; init; }
}

/// <summary>How long a run took.</summary>
public sealed record RunTiming
{
    /// <summary>Seconds from the first admission to the last ending.</summary>
    public double WallSeconds { get; init; }

    /// <summary>The larger of all waited seconds divided by the concurrency and the longest conversation's waited seconds.</summary>
    public double IdealSeconds { get; init; }

    /// <summary>Ideal divided by wall seconds; null when nothing had to be waited for.</summary>
    public double? Efficiency { get; init; }

    /// <summary>The most conversations that were under way at once.</summary>
    public int PeakInFlight { get; init; }

    /// <summary>Wall seconds of conversations.</summary>
    public Percentiles ConversationSeconds { get => field ?? new(0, 0, 0, 0); init; }
}

/// <summary>Percentiles of a duration in seconds.</summary>
/// <param name="P50">The median.</param>
/// <param name="P95">The 95th percentile.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Max">The longest.</param>
public sealed record Percentiles(double P50, double P95, double P99, double Max);
