using Evergreen.Insights.Topics.Facets;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>Two runs sorted by one map that was made from both together, so that their shares and places can be compared.</summary>
internal static class CommonTopics
{
    // Both runs may have played the same scenarios, so that ids alone would not tell their conversations apart.
    private const string BeforeMark = "before ";
    private const string AfterMark = "after ";

    /// <summary>The first run's assignments.</summary>
    public static IReadOnlyList<TopicAssignment> Before(FacetMap facet) => Of(facet, BeforeMark);

    /// <summary>The second run's assignments.</summary>
    public static IReadOnlyList<TopicAssignment> After(FacetMap facet) => Of(facet, AfterMark);

    /// <summary>Makes the map. Its assignments are of both runs, by marked ids.</summary>
    public static async Task<IReadOnlyList<FacetMap>> MapAsync(
        IReadOnlyList<FacetReading> before, IReadOnlyList<FacetReading> after, RunTopicsMapper mapper, RunTopics? earlier,
        CancellationToken cancellation)
    {
        FacetReading[] union = [.. before.Select(r => Marked(r, BeforeMark)), .. after.Select(r => Marked(r, AfterMark))];
        return (await mapper.MapAsync(union, earlier, cancellation).ConfigureAwait(false)).Facets;
    }

    private static FacetReading Marked(FacetReading reading, string mark) =>
        reading with { Conversation = reading.Conversation with { Id = mark + reading.Conversation.Id } };

    private static IReadOnlyList<TopicAssignment> Of(FacetMap facet, string mark) =>
        [.. facet.Assignments.Where(a => a.Id.StartsWith(mark, StringComparison.Ordinal)).Select(a => a with { Id = a.Id[mark.Length..] })];
}
