using System.Text.Json.Serialization;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Sweeps;

/// <summary>sweep.json: the same scenarios at several settings of concurrency and temperature, a run each.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Options">What else was asked of every run, as it is typed after <c>generate</c>.</param>
/// <param name="Asked">How many runs there are to be; fewer stand below when it is under way, or was stopped.</param>
/// <param name="Runs">What has been played, in the order in which it was.</param>
public sealed record Sweep(string Name, IReadOnlyList<string> Options, int Asked, IReadOnlyList<SweepRun> Runs)
{
    /// <summary>The file of a <see cref="Sweep"/>.</summary>
    public const string File = "sweep.json";
}

/// <summary>One setting of a sweep, and what its run came to.</summary>
public sealed record SweepRun
{
    /// <summary>The run's folder, below the sweep's.</summary>
    public required string Run { get; init; }

    /// <summary>The most conversations under way at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>The agent's sampling temperature.</summary>
    public required double Temperature { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Conversations that have ended.</summary>
    public required int Conversations { get; init; }

    /// <summary>Those of them that the agent did not end itself: a model or machine that broke, a stop. They are in no share below.</summary>
    public required int NotCounted { get; init; }

    /// <summary>How many were played to their end without a ticket.</summary>
    public required Share Completed { get; init; }

    /// <summary>How many were handed to a human.</summary>
    public required Share Escalated { get; init; }

    /// <summary>In how many a check found something.</summary>
    public required Share Found { get; init; }

    /// <summary>How many went word for word as in the sweep's first run.</summary>
    public required Share AsInFirst { get; init; }

    /// <summary>Customer turns a conversation.</summary>
    public required double Turns { get; init; }

    /// <summary>Tool calls a conversation.</summary>
    public required double ToolCalls { get; init; }

    /// <summary>Tokens a conversation, in and out.</summary>
    public required double Tokens { get; init; }

    /// <summary>US dollars for all of it; null when a price is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Conversations ended a second.</summary>
    public required double ConversationsPerSecond { get; init; }

    /// <summary>Ideal divided by wall seconds; null when nothing had to be waited for.</summary>
    public double? Efficiency { get; init; }

    /// <summary>Wall seconds of conversations.</summary>
    public required Percentiles ConversationSeconds { get; init; }
}

/// <summary>How a sweep is written: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(Sweep))]
public sealed partial class SweepJson : JsonSerializerContext;
