using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Topics;

/// <summary>What there is to show of a run's topics.</summary>
/// <param name="Run">The run.</param>
/// <param name="Read">Its conversations, read.</param>
/// <param name="Topics">Its topics, narrowed to what meets the conditions.</param>
/// <param name="Where">The conditions.</param>
internal sealed record TopicsReport(RunFolder Run, ReadRun Read, RunTopics Topics, IReadOnlyList<string> Where)
{
    /// <summary>The maps in the order in which they are best read.</summary>
    public IReadOnlyList<FacetMap> Maps =>
        [.. Topics.Facets.OrderBy(map => FacetNames.Place(map.Facet))];

    /// <summary>How many conversations are shown.</summary>
    public int Conversations => Topics.Facets.Select(map => map.Conversations).DefaultIfEmpty().Max();

    /// <summary>The models whose answers these are.</summary>
    public IReadOnlyList<string> Models => [.. Read.ReadBy.Values.Select(origin => origin.Model).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What <c>--json</c> prints of maps.</summary>
    public object Json(IEnumerable<FacetMap> facets) => new { Run = Run.Path, Conversations, Read.ReadBy, Where, Facets = facets };

    /// <summary>What <c>--json</c> prints of cross tables.</summary>
    public object Json(IEnumerable<CrossTable> tables) => new
    {
        Run = Run.Path,
        Conversations,
        Read.ReadBy,
        Where,
        Tables = tables.Select(table => new
        {
            table.Facet,
            table.By,
            Rows = table.Rows.Select(row => new
            {
                row.Topic,
                row.Name,
                row.Total,
                Sentence = CrossTable.Sentence(row),
                Cells = row.Cells.Select(cell => new { cell.Topic, cell.Name, cell.Share.Count, Share = cell.Share.Value, cell.Share.Interval }),
            }),
        }),
    };
}
