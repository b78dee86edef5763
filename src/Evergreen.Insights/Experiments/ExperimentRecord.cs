using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Experiments;

/// <summary>A line of results.jsonl: one trial of one dataset row, scored.</summary>
/// <param name="CaseId">The dataset row's id.</param>
/// <param name="Trial">Which trial of the row, from 1.</param>
/// <param name="ConversationId">The conversation it came to.</param>
/// <param name="Ending">How that ended.</param>
/// <param name="Scores">One score a scorer.</param>
public sealed record ExperimentResult(
    string CaseId, int Trial, string ConversationId, Ending Ending, IReadOnlyList<Score> Scores);

/// <summary>summary.json of an experiment: what was evaluated on what, and what came out.</summary>
public sealed record ExperimentSummary
{
    /// <summary>The experiment's name, which is its folder's.</summary>
    public required string Name { get; init; }

    /// <summary>The release that was evaluated.</summary>
    public required string Release { get; init; }

    /// <summary>The agent's model.</summary>
    public required string Model { get; init; }

    /// <summary>The judges' model; null when there was no judge.</summary>
    public string? JudgeModel { get; init; }

    /// <summary>The dataset's name.</summary>
    public required string Dataset { get; init; }

    /// <summary>The dataset's version; experiments can be compared when theirs are the same.</summary>
    public required string DatasetVersion { get; init; }

    /// <summary>How often each row was played.</summary>
    public required int Trials { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the same options give the same results, or why not.</summary>
    public string Reproducible { get; init => field = value ?? "yes"; } = "yes";

    /// <summary>How many trials ended how.</summary>
    public IReadOnlyDictionary<string, int> ByEnding { get => field ?? ReadOnlyDictionary<string, int>.Empty; init; }

    /// <summary>What each scorer made of it, in the scorers' order.</summary>
    public required IReadOnlyList<ScorerSummary> Scorers { get; init; }
}

/// <summary>What a scorer made of an experiment.</summary>
/// <param name="Scorer">Its name.</param>
/// <param name="Scale">What its numbers mean.</param>
/// <param name="Scored">Trials that got a score.</param>
/// <param name="NotScored">Trials that got none.</param>
/// <param name="Mean">The mean over cases of each case's mean over its trials; null when nothing was scored.</param>
/// <param name="PassHatK">
/// For verdicts: the chance that all of 1, 2, ... trials of a case succeed, averaged over cases; empty for amounts.
/// </param>
public sealed record ScorerSummary(
    string Scorer, ScoreScale Scale, int Scored, int NotScored, Mean? Mean, IReadOnlyList<double> PassHatK);

/// <summary>How an experiment's files are written: snake_case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExperimentResult))]
[JsonSerializable(typeof(ExperimentSummary))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(Ablation))]
public sealed partial class ExperimentJson : JsonSerializerContext;
