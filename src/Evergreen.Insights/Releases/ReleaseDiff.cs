using System.Globalization;

namespace Evergreen.Insights.Releases;

/// <summary>
/// How one release differs from another, change by change: lines of the prompt, the refundable statuses, the retry policy.
/// </summary>
public sealed class ReleaseDiff
{
    private readonly PromptDiff _prompt;

    private ReleaseDiff(Release @base, Release candidate)
    {
        (Base, Candidate) = (@base, candidate);
        _prompt = PromptDiff.Of(@base.SystemPrompt, candidate.SystemPrompt);
        Changes =
        [
            .. _prompt.Changes,
            .. @base.RefundableStatuses.ToHashSet().SetEquals(candidate.RefundableStatuses)
                ? Array.Empty<ReleaseChange>()
                : [new ReleaseChange("refundable statuses", Statuses(@base), Statuses(candidate))],
            .. @base.Retry == candidate.Retry ? Array.Empty<ReleaseChange>() : [new ReleaseChange("retry policy", Retry(@base), Retry(candidate))],
        ];
    }

    /// <summary>The release that is compared with.</summary>
    public Release Base { get; }

    /// <summary>The release that is compared.</summary>
    public Release Candidate { get; }

    /// <summary>The changes in the order of the prompt, then statuses and retries. Each has a name of its own.</summary>
    public IReadOnlyList<ReleaseChange> Changes { get; }

    /// <summary>Finds what <paramref name="candidate"/> has that <paramref name="base"/> has not, and the other way round.</summary>
    public static ReleaseDiff Between(Release @base, Release candidate) => new(@base, candidate);

    /// <summary>A release with some of the candidate's changes and the base's state everywhere else.</summary>
    /// <param name="name">The release's name.</param>
    /// <param name="kept">Whether a change is kept.</param>
    public Release With(string name, Func<ReleaseChange, bool> kept)
    {
        var names = Changes.Where(kept).Select(change => change.Name).ToHashSet(StringComparer.Ordinal);
        return Candidate with
        {
            Name = name,
            SystemPrompt = _prompt.With(names),
            RefundableStatuses = names.Contains("refundable statuses") ? Candidate.RefundableStatuses : Base.RefundableStatuses,
            Retry = names.Contains("retry policy") ? Candidate.Retry : Base.Retry,
        };
    }

    private static string Statuses(Release release) => string.Join(", ", release.RefundableStatuses);

    private static string Retry(Release release) => release.Retry is { MaxRetries: > 0 } retry
        ? string.Create(CultureInfo.InvariantCulture, $"{retry.MaxRetries} retries, the first after {retry.FirstDelaySeconds:0.##} s, then {retry.Factor:0.##} times as long")
        : "no retries";
}

/// <summary>One thing that changed from a release to another.</summary>
/// <param name="Name">Short and unique among the changes, e.g. <c>Late shipments</c>, <c>retry policy</c>.</param>
/// <param name="Before">What the base has in this place; null for nothing.</param>
/// <param name="After">What the candidate has; null for nothing.</param>
public sealed record ReleaseChange(string Name, string? Before, string? After);
