using Evergreen.Insights.Statistics;
using Evergreen.Insights.Topics.Facets;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>How the shares of a facet's topics differ between two runs, both sorted by one map made from the two together.</summary>
/// <param name="Facet">The facet.</param>
/// <param name="Topics">One a topic, the largest change first, Other included.</param>
/// <param name="Notes">What a reader must know before trusting it.</param>
public sealed record TopicDiff(string Facet, IReadOnlyList<TopicChange> Topics, IReadOnlyList<string> Notes)
{
    // One false alarm in ten of those reported is accepted: a change is a hint to look, not a proof.
    private const double FalseDiscoveryRate = 0.10;
    private const double FewestExpected = 5;

    /// <summary>Compares two runs facet by facet.</summary>
    /// <param name="before">The first run's conversations, read.</param>
    /// <param name="after">The second run's, read by the same facets.</param>
    /// <param name="mapper">Makes the common maps.</param>
    /// <param name="earlier">The first run's topics, so that ids and names stay; null when it has none.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<TopicDiff>> CompareAsync(
        IReadOnlyList<FacetReading> before, IReadOnlyList<FacetReading> after, RunTopicsMapper mapper, RunTopics? earlier = null,
        CancellationToken cancellation = default)
    {
        var common = await CommonTopics.MapAsync(before, after, mapper, earlier, cancellation).ConfigureAwait(false);
        return [.. common.Select(facet => Of(
            facet, CommonTopics.Before(facet), CommonTopics.After(facet), Read(before, facet.Facet), Read(after, facet.Facet)))];
    }

    /// <summary>Compares two sets of conversations that one map has sorted.</summary>
    internal static TopicDiff Of(
        FacetMap facet, IReadOnlyCollection<TopicAssignment> before, IReadOnlyCollection<TopicAssignment> after, int readBefore, int readAfter)
    {
        var changes = before.Concat(after).Select(a => a.Topic).Distinct(StringComparer.Ordinal).Select(topic => new TopicChange(
            topic,
            facet.NameOf(topic),
            new Share(before.Count(a => a.Topic == topic), readBefore),
            new Share(after.Count(a => a.Topic == topic), readAfter))).ToArray();
        var tested = changes.Where(c => c.HasEnough(FewestExpected)).ToArray();
        var corrected = tested
            .Zip(ExactTests.BenjaminiHochberg([.. tested.Select(c => ExactTests.Fisher(c.Before, c.After))]))
            .ToDictionary(t => t.First.Topic, t => t.Second, StringComparer.Ordinal);

        return new TopicDiff(
            facet.Facet,
            [.. changes
                .Select(c => corrected.TryGetValue(c.Topic, out var q) ? c with { Q = q, IsReported = q <= FalseDiscoveryRate } : c)
                .OrderByDescending(c => Math.Abs((c.After.Value ?? 0) - (c.Before.Value ?? 0))).ThenBy(c => c.Topic, StringComparer.Ordinal)],
            facet.Notes);
    }

    /// <summary>How many conversations a facet, or the facet a class of reasons belongs to, could read.</summary>
    internal static int Read(IEnumerable<FacetReading> readings, string facet) =>
        readings.Count(r => FacetSlice.AnswerIn(r.Answers, facet) is { Error: null });
}

/// <summary>A topic's share before and after.</summary>
/// <param name="Topic">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Before">Its share of the first run's conversations that were read.</param>
/// <param name="After">Its share of the second run's.</param>
public sealed record TopicChange(string Topic, string Name, Share Before, Share After)
{
    /// <summary>Fisher's exact test, corrected by Benjamini and Hochberg over the facet's topics; null when there is too little to test.</summary>
    public double? Q { get; init; }

    /// <summary>Whether the data support a change, at a false discovery rate of a tenth.</summary>
    public bool IsReported { get; init; }

    /// <summary>After less before with its 95 % interval; null when a run has no conversations.</summary>
    public Interval? Difference => Share.Difference(After, Before);

    /// <summary>The change in a word: <c>rose</c>, <c>fell</c>, <c>no evidence of a change</c> or <c>not enough data</c>.</summary>
    public string Verdict => (Q, IsReported) switch
    {
        (null, _) => "not enough data",
        (_, false) => "no evidence of a change",
        _ => After.Value > Before.Value ? "rose" : "fell",
    };

    internal bool HasEnough(double fewestExpected)
    {
        double pooled = Before.Count + After.Count, all = Before.Total + After.Total;
        return all > 0 && pooled * Math.Min(Before.Total, After.Total) / all >= fewestExpected;
    }
}
