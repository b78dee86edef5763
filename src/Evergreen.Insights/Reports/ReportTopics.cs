using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Runs;

namespace Evergreen.Insights.Reports;

/// <summary>The topics of a report: one folder's own, or of two folders a map made from both.</summary>
internal sealed class ReportTopics
{
    private const int LongestExample = 300;
    private const int Sentences = 2;

    private readonly IReadOnlyList<FacetMap> _facets;
    private readonly IReadOnlyList<Member> _members;

    private ReportTopics(IReadOnlyList<FacetMap> facets, IReadOnlyList<Member> members) => (_facets, _members) = (facets, members);

    /// <summary>Of a folder in the report, who belongs where.</summary>
    private sealed record Member(
        int Conversations, IReadOnlyList<FacetReading> Readings, IReadOnlyDictionary<string, IReadOnlyList<TopicAssignment>> Assignments);

    /// <summary>Brings the folders' topics onto one map, then leaves out the conversations that are not in the report.</summary>
    /// <param name="folders">The folders.</param>
    /// <param name="kept">Per folder, the ids of the conversations in the report.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">More than two folders have topics.</exception>
    public static async Task<ReportTopics> OfAsync(
        IReadOnlyList<ReportFolder> folders, IReadOnlyList<IReadOnlySet<string>> kept, CancellationToken cancellation)
    {
        var sorted = folders.Where(f => f.Topics is not null).ToList();
        if (sorted.Count > 2)
        {
            throw new ArgumentException(
                $"topics are compared two by two, and {string.Join(", ", sorted.Select(f => f.Path))} all have some; make a report of each pair");
        }

        var (facets, assignments) = sorted switch
        {
            [] => ([], []),
            [var only] => (only.Topics!.Facets, new[] { only.Topics.Facets.ToDictionary(f => f.Facet, f => f.Assignments) }),
            _ => await CommonAsync(sorted[0], sorted[1], cancellation).ConfigureAwait(false),
        };
        return new ReportTopics(facets, [.. folders.Select((folder, i) =>
        {
            var place = sorted.IndexOf(folder);
            return new Member(
                kept[i].Count,
                [.. folder.Readings.Where(r => kept[i].Contains(r.Conversation.Id))],
                place < 0 ? new Dictionary<string, IReadOnlyList<TopicAssignment>>() : assignments[place].ToDictionary(
                    a => a.Key, a => (IReadOnlyList<TopicAssignment>)[.. a.Value.Where(x => kept[i].Contains(x.Id))]));
        })]);
    }

    public IReadOnlyList<ReportFacet> Facets => [.. _facets.Select(facet => new ReportFacet(
        facet.Facet,
        facet.Source,
        [.. facet.Topics.Select(topic => new ReportTopic(
            topic.Id, topic.Name, topic.Terms, Excerpt.Of(topic.Example, LongestExample), [.. _members.Select(m => In(m, facet).Count(a => a.Topic == topic.Id))]))],
        [.. _members.Select(m => Coverage(m, facet))],
        facet.Notes))];

    public IReadOnlyList<ReportCross> Crosses
    {
        get
        {
            return [.. _members.Index().SelectMany(m => _facets.SelectMany(
                _ => _facets, (rows, columns) => (m.Index, Rows: Of(m.Item, rows), Columns: Of(m.Item, columns))))
                .Where(c => c.Rows.Facet != c.Columns.Facet)
                .Select(c => (c.Index, Table: CrossTable.Of(c.Rows, c.Columns)))
                .Where(c => c.Table.Rows.Count > 0)
                .Select(c => new ReportCross(c.Index, c.Table, [.. c.Table.Rows.Take(Sentences).Select(CrossTable.Sentence)]))];

            static FacetMap Of(Member member, FacetMap facet) => facet with { Assignments = In(member, facet) };
        }
    }

    public IReadOnlyList<TopicDiff> Changes =>
        _members.Where(m => m.Assignments.Count > 0).ToList() is not [var before, var after]
            ? []
            : [.. _facets.Select(facet => TopicDiff.Of(
                facet, In(before, facet), In(after, facet),
                TopicDiff.Read(before.Readings, facet.Facet), TopicDiff.Read(after.Readings, facet.Facet)))];

    /// <summary>What the facets found in a folder's conversations, by conversation and facet.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, ReportFinding>> Findings(int folder)
    {
        var readings = _members[folder].Readings.ToDictionary(r => r.Conversation.Id, StringComparer.Ordinal);
        return _members[folder].Assignments
            .SelectMany(facet => facet.Value.Select(a => (a.Id, Facet: facet.Key, Finding: new ReportFinding(
                a.Topic,
                Math.Round(a.Similarity, 3),
                FacetSlice.AnswerIn(readings[a.Id].Answers, facet.Key)?.Summary ?? "")
            {
                Point = a.Point is { } point ? [Math.Round(point.X, 4), Math.Round(point.Y, 4)] : null,
            })))
            .GroupBy(f => f.Id, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => (IReadOnlyDictionary<string, ReportFinding>)g.ToDictionary(f => f.Facet, f => f.Finding, StringComparer.Ordinal),
                StringComparer.Ordinal);
    }

    private static async Task<(IReadOnlyList<FacetMap>, Dictionary<string, IReadOnlyList<TopicAssignment>>[])> CommonAsync(
        ReportFolder before, ReportFolder after, CancellationToken cancellation)
    {
        var common = await CommonTopics.MapAsync(
            before.Readings, after.Readings, new RunTopicsMapper(new TopicOptions()), before.Topics, cancellation).ConfigureAwait(false);
        return (common, [common.ToDictionary(f => f.Facet, CommonTopics.Before), common.ToDictionary(f => f.Facet, CommonTopics.After)]);
    }

    private static IReadOnlyList<TopicAssignment> In(Member member, FacetMap facet) =>
        member.Assignments.TryGetValue(facet.Facet, out var assignments) ? assignments : [];

    private static FacetCoverage Coverage(Member member, FacetMap facet)
    {
        var answers = member.Readings.Select(r => FacetSlice.AnswerIn(r.Answers, facet.Facet)).OfType<FacetAnswer>().ToList();
        var (found, failed) = (In(member, facet).Count, answers.Count(a => a.Error is not null));
        return new FacetCoverage(found, answers.Count - found - failed, failed, member.Conversations - answers.Count);
    }
}
