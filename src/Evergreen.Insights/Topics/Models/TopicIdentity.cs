namespace Evergreen.Insights.Topics;

/// <summary>Recognises the topics of an earlier map in a new one, by how alike their centres are.</summary>
internal static class TopicIdentity
{
    private const double Same = 0.8;

    /// <summary>Per new topic the earlier one it continues, or null. Most alike first; an earlier topic is continued once.</summary>
    /// <param name="earlier">Centres by the names of their places.</param>
    /// <param name="now">The new centres, likewise.</param>
    public static int?[] Match(
        IReadOnlyList<IReadOnlyDictionary<string, float>> earlier, IReadOnlyList<IReadOnlyDictionary<string, float>> now)
    {
        var pairs =
            from n in Enumerable.Range(0, now.Count)
            from e in Enumerable.Range(0, earlier.Count)
            let cosine = Cosine(now[n], earlier[e])
            where cosine >= Same
            orderby cosine descending, e, n
            select (Now: n, Earlier: e);

        var continues = new int?[now.Count];
        var taken = new HashSet<int>();
        foreach (var pair in pairs)
        {
            if (continues[pair.Now] is null && taken.Add(pair.Earlier))
            {
                continues[pair.Now] = pair.Earlier;
            }
        }

        return continues;
    }

    private static double Cosine(IReadOnlyDictionary<string, float> left, IReadOnlyDictionary<string, float> right) =>
        left.Sum(place => (double)place.Value * right.GetValueOrDefault(place.Key));
}
