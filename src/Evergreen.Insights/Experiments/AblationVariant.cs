using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Experiments;

/// <summary>A release that an ablation evaluates: the whole one, its base, or one of them changed in a single place.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Change">The change that is taken away or made alone; null for the whole release and its base.</param>
/// <param name="Release">The release to evaluate.</param>
public sealed partial record AblationVariant(AblationKind Kind, ReleaseChange? Change, Release Release)
{
    /// <summary>The variant's folder within the ablation's, e.g. <c>without-late-shipments</c>.</summary>
    public string Folder => Change is null ? Word : $"{Word}-{NotInAName().Replace(Change.Name.ToLowerInvariant(), "-").Trim('-')}";

    private string Word => Kind.ToString().ToLowerInvariant();

    /// <summary>
    /// All variants of a release: whole, base, without each change in turn, and the base with each change alone. Two changes that
    /// mend the same thing hide one another when one is taken away; made alone, each shows what it can do.
    /// </summary>
    public static IReadOnlyList<AblationVariant> Of(ReleaseDiff diff) =>
    [
        new(AblationKind.Whole, null, diff.Candidate),
        new(AblationKind.Base, null, diff.Base),
        .. diff.Changes.Select(change => new AblationVariant(
            AblationKind.Without, change, diff.With($"{diff.Candidate.Name} without {change.Name}", other => other != change))),
        .. diff.Changes.Select(change => new AblationVariant(
            AblationKind.Only, change, diff.With($"{diff.Base.Name} with {change.Name}", other => other == change))),
    ];

    [GeneratedRegex(@"[^\p{L}\p{N}]+")]
    private static partial Regex NotInAName();
}

/// <summary>What an ablation's variant is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AblationKind>))]
public enum AblationKind
{
    /// <summary>The release with all its changes.</summary>
    [JsonStringEnumMemberName("whole")] Whole,

    /// <summary>The release it is compared with.</summary>
    [JsonStringEnumMemberName("base")] Base,

    /// <summary>The release with one change taken away.</summary>
    [JsonStringEnumMemberName("without")] Without,

    /// <summary>The base with one change made.</summary>
    [JsonStringEnumMemberName("only")] Only,
}

/// <summary>What a variant came to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Change">The name of the change it is about; null for the whole release and its base.</param>
/// <param name="Experiment">Its folder within the ablation's.</param>
/// <param name="Patterns">Of each failure pattern, in how many of the conversations it could occur in it did.</param>
/// <param name="Against">
/// Its scores beside those of what it was made from: the whole release for one without a change, the base for the others; null for
/// the base itself.
/// </param>
public sealed record AblationResult(
    AblationKind Kind, string? Change, string Experiment, IReadOnlyDictionary<string, PatternShare> Patterns, Comparison? Against)
{
    /// <summary>The failure patterns in a report.</summary>
    public static IReadOnlyDictionary<string, PatternShare> PatternsOf(CheckReport report) =>
        CheckReport.FailurePatterns.ToDictionary(name => name, name => new PatternShare(report.Checks[name].Count, report.Checks[name].Applicable));
}

/// <summary>How often a failure pattern occurred.</summary>
/// <param name="Count">Conversations in which it did.</param>
/// <param name="Applicable">Conversations in which it could have.</param>
public readonly record struct PatternShare(int Count, int Applicable)
{
    /// <summary>Count divided by applicable; null when it could not occur.</summary>
    public double? Rate => Share.Value;

    internal Share Share => new(Count, Applicable);

    /// <summary>Whether this rate lies above the other: the 95 % interval of their difference does not reach down to 0.</summary>
    internal bool IsAbove(PatternShare other) => Statistics.Share.Difference(Share, other.Share) is { Low: > 0 };
}
