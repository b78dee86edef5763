using System.Globalization;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>How the topics of one facet fall on those of another, e.g. which tasks the negative conversations are about.</summary>
/// <param name="Facet">The facet of the rows.</param>
/// <param name="By">The facet of the columns.</param>
/// <param name="Rows">One a topic of the first facet, largest first.</param>
public sealed record CrossTable(string Facet, string By, IReadOnlyList<CrossRow> Rows)
{
    /// <summary>Crosses two facets over the conversations that both found something in.</summary>
    public static CrossTable Of(FacetMap facet, FacetMap by)
    {
        var column = by.Assignments.ToDictionary(a => a.Id, a => a.Topic, StringComparer.Ordinal);
        var rows = facet.Assignments
            .Where(a => column.ContainsKey(a.Id))
            .GroupBy(a => a.Topic, a => column[a.Id], StringComparer.Ordinal)
            .Select(row => new CrossRow(row.Key, facet.NameOf(row.Key), row.Count(), [.. row
                .GroupBy(topic => topic, StringComparer.Ordinal)
                .OrderByDescending(cell => cell.Count()).ThenBy(cell => cell.Key, StringComparer.Ordinal)
                .Select(cell => new CrossCell(cell.Key, by.NameOf(cell.Key), new Share(cell.Count(), row.Count())))]));
        return new CrossTable(facet.Facet, by.Facet, [.. rows.OrderByDescending(r => r.Total).ThenBy(r => r.Topic, StringComparer.Ordinal)]);
    }

    /// <summary>The largest cell of a row in words, e.g. <c>32 % (16 of 50, 21 to 46 %) of Negative conversations are about "…"</c>.</summary>
    public static string Sentence(CrossRow row)
    {
        var cell = row.Cells[0];
        var interval = cell.Share.Interval!.Value;
        return string.Create(CultureInfo.InvariantCulture,
            $"{100 * cell.Share.Value!.Value:F0} % ({cell.Share.Count} of {row.Total}, {100 * interval.Low:F0} to {100 * interval.High:F0} %) of {row.Name} conversations are about \"{cell.Name}\"");
    }
}

/// <summary>A topic of the first facet.</summary>
/// <param name="Topic">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Total">Its conversations that both facets found something in.</param>
/// <param name="Cells">How they fall on the other facet's topics, most first; no empty ones.</param>
public sealed record CrossRow(string Topic, string Name, int Total, IReadOnlyList<CrossCell> Cells);

/// <summary>The conversations that two topics have in common.</summary>
/// <param name="Topic">The id of the second facet's topic.</param>
/// <param name="Name">Its name.</param>
/// <param name="Share">Their share of the row.</param>
public sealed record CrossCell(string Topic, string Name, Share Share);
