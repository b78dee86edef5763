using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics.Clustering;

/// <summary>
/// Texts joined to their nearest neighbours. An edge stands when either end counts the other among its nearest, and weighs what
/// the two ends have in common: the cosine of where a walk of one step leads, which from each text stays put or follows an edge
/// with equal chance.
/// </summary>
internal static class NeighborGraph
{
    private const int FewestNeighbors = 6;
    private const int MostNeighbors = 15;

    /// <summary>Per text its edges, by ascending far end. Among very few texts the nearest need not be near, so none is joined.</summary>
    public static Edge[][] Build(IReadOnlyList<TextVector> vectors)
    {
        if (vectors.Count < 2 * FewestNeighbors)
        {
            return [.. vectors.Select(_ => Array.Empty<Edge>())];
        }

        var nearest = new NearestNeighbors(vectors).Find(NeighborCount(vectors.Count));
        return WeighByWalks(JoinEitherWay(nearest));
    }

    /// <summary>Grows with the root of the number of texts; in a tiny set it leaves most texts out, or all would be one topic.</summary>
    internal static int NeighborCount(int texts) => Math.Min(
        Math.Clamp((int)Math.Round(0.75 * Math.Sqrt(texts)), FewestNeighbors, MostNeighbors), Math.Max(1, (texts - 1) / 3));

    private static Edge[][] JoinEitherWay(Edge[][] nearest)
    {
        var joined = Array.ConvertAll(nearest, edges => edges.ToDictionary(e => e.To, e => e.Weight));
        for (var from = 0; from < nearest.Length; from++)
        {
            foreach (var (to, weight) in nearest[from])
            {
                joined[to][from] = weight;
            }
        }

        return Array.ConvertAll(joined, edges => edges.OrderBy(e => e.Key).Select(e => new Edge(e.Key, e.Value)).ToArray());
    }

    private static Edge[][] WeighByWalks(Edge[][] graph)
    {
        var reached = new float[graph.Length];
        var lengths = new float[graph.Length];
        for (var node = 0; node < graph.Length; node++)
        {
            var stay = graph[node].Sum(e => e.Weight);
            lengths[node] = MathF.Sqrt((stay * stay) + graph[node].Sum(e => e.Weight * e.Weight));
        }

        var weighed = new Edge[graph.Length][];
        for (var node = 0; node < graph.Length; node++)
        {
            var edges = graph[node];
            reached[node] = edges.Sum(e => e.Weight);
            foreach (var (to, weight) in edges)
            {
                reached[to] = weight;
            }

            weighed[node] = Array.ConvertAll(edges, edge =>
            {
                var far = graph[edge.To];
                var common = (reached[edge.To] * far.Sum(e => e.Weight)) + far.Sum(e => e.Weight * reached[e.To]);
                return edge with { Weight = common / (lengths[node] * lengths[edge.To]) };
            });
            Array.Clear(reached);
        }

        return weighed;
    }
}
