using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics.Clustering;

/// <summary>
/// Texts that say nearly the same, such as a scenario that was played many times. Each such group enters the neighbour graph as
/// one node: left apart, a group larger than the number of neighbours would see only itself and become a topic of its own.
/// </summary>
internal static class NearDuplicates
{
    private const float NearlySame = 0.8f;
    private const int Block = 64;

    /// <summary>Per vector its group, numbered from 0 in order of first appearance.</summary>
    public static (int[] GroupOf, IReadOnlyList<TextVector> Groups) Collapse(IReadOnlyList<TextVector> vectors, int places)
    {
        var groupOf = new int[vectors.Count];
        Array.Fill(groupOf, -1);
        var count = 0;
        var neighbors = new NearestNeighbors(vectors);
        for (var next = 0; next < vectors.Count;)
        {
            var leaders = Enumerable.Range(next, vectors.Count - next).Where(text => groupOf[text] < 0).Take(Block).ToArray();
            var cosines = new float[leaders.Length][];
            Parallel.For(0, leaders.Length, i => neighbors.Cosines(leaders[i], cosines[i] = new float[vectors.Count]));
            for (var i = 0; i < leaders.Length; i++)
            {
                // The text may have joined a leader of the same block meanwhile.
                if (groupOf[leaders[i]] < 0)
                {
                    Join(leaders[i], cosines[i], groupOf, count++);
                }
            }

            next = leaders.Length < Block ? vectors.Count : leaders[^1] + 1;
        }

        var means = Centroids.Of(vectors, groupOf, places, count);
        return (groupOf, [.. Enumerable.Range(0, count).Select(group => means[group])]);
    }

    private static void Join(int leader, float[] cosines, int[] groupOf, int group)
    {
        groupOf[leader] = group;
        for (var text = leader + 1; text < groupOf.Length; text++)
        {
            if (groupOf[text] < 0 && cosines[text] >= NearlySame)
            {
                groupOf[text] = group;
            }
        }
    }
}
