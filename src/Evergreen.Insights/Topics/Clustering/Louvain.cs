namespace Evergreen.Insights.Topics.Clustering;

/// <summary>
/// Communities of a weighted graph by Louvain's method: nodes move to the neighbouring community that raises modularity most,
/// then communities become nodes, until nothing moves. The order of visits matters, so several are tried and the partition with
/// the highest modularity is kept.
/// </summary>
internal static class Louvain
{
    private const int Orders = 8;
    private const double Negligible = 1e-12;

    /// <summary>A community per node, numbered from 0 in order of first appearance.</summary>
    /// <param name="graph">Per node its edges, each in both directions.</param>
    /// <param name="resolution">1 for plain modularity; above it more and smaller communities.</param>
    /// <param name="seed">Decides the orders of visits.</param>
    public static int[] Partition(Edge[][] graph, double resolution, int seed)
    {
        var tries = new (int[] Communities, double Modularity)[Orders];
        Parallel.For(0, Orders, order =>
        {
            var communities = PartitionOnce(graph, resolution, new Random(unchecked((seed * Orders) + order)));
            tries[order] = (communities, Modularity(graph, communities, resolution));
        });

        var best = tries[0];
        foreach (var candidate in tries)
        {
            if (candidate.Modularity > best.Modularity + Negligible)
            {
                best = candidate;
            }
        }

        return Renumber(best.Communities);
    }

    /// <summary>How much more weight lies inside communities than chance would put there, from -0.5 to 1.</summary>
    internal static double Modularity(Edge[][] graph, int[] communities, double resolution)
    {
        var weightOf = new double[graph.Length];
        double total = 0, inside = 0;
        for (var node = 0; node < graph.Length; node++)
        {
            foreach (var (to, weight) in graph[node])
            {
                total += weight;
                weightOf[communities[node]] += weight;
                inside += communities[node] == communities[to] ? weight : 0;
            }
        }

        return total == 0 ? 0 : (inside / total) - (resolution * weightOf.Sum(w => w / total * (w / total)));
    }

    private static int[] PartitionOnce(Edge[][] graph, double resolution, Random dice)
    {
        var membership = Enumerable.Range(0, graph.Length).ToArray();
        var level = new LouvainLevel(graph);
        while (level.MoveNodes(resolution, dice))
        {
            var communities = Renumber(level.Communities);
            membership = Array.ConvertAll(membership, node => communities[node]);
            level = level.Aggregate(communities);
        }

        return membership;
    }

    private static int[] Renumber(int[] communities)
    {
        var numbers = new Dictionary<int, int>();
        return Array.ConvertAll(communities, community =>
        {
            numbers.TryAdd(community, numbers.Count);
            return numbers[community];
        });
    }
}
