using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics.Clustering;

/// <summary>
/// Distinct texts sorted into topics: near duplicates joined, a neighbour graph, its communities, passes to the nearest centroid,
/// a threshold below which a text fits nowhere.
/// </summary>
/// <param name="vectors">The texts.</param>
/// <param name="places">The number of places a vector can have.</param>
/// <param name="copies">How many texts each vector stands for.</param>
internal sealed class Clusterer(IReadOnlyList<TextVector> vectors, IReadOnlyList<int> copies, int places)
{
    private const int MostPasses = 10;

    /// <summary>
    /// Where a text stops belonging to its nearest topic: this share of the way from the similarity it has with strangers' topics
    /// to the one members have with their own, by the medians. A share, not a cosine, so that it holds for any kind of vector.
    /// </summary>
    private const float BelongsFrom = 1 / 3f;

    public Clusters Run(double resolution, int smallestTopic, int seed)
    {
        var (groupOf, groups) = NearDuplicates.Collapse(vectors, places);
        var graph = NeighborGraph.Build(groups);
        var communities = Louvain.Partition(graph, resolution, seed);
        var labels = Array.ConvertAll(groupOf, group => communities[group]);
        for (var text = 0; text < labels.Length; text++)
        {
            labels[text] = vectors[text].IsZero ? -1 : labels[text];
        }

        var centroids = Polish(labels, smallestTopic);
        var threshold = Threshold(centroids);
        labels = Assign(centroids, threshold);
        if (DropSmall(labels, smallestTopic) is var (kept, count) && count < centroids.Count)
        {
            centroids = Centroids.Of(vectors, kept, places, count);
            labels = Assign(centroids, threshold);
        }

        return new Clusters(graph, groupOf, centroids, threshold, labels);
    }

    private Centroids Polish(int[] labels, int smallestTopic)
    {
        for (var pass = 0; ; pass++)
        {
            var (kept, count) = DropSmall(labels, smallestTopic);
            var centroids = Centroids.Of(vectors, kept, places, count);
            var next = Assign(centroids, threshold: 0);
            if (pass == MostPasses || next.AsSpan().SequenceEqual(kept))
            {
                return centroids;
            }

            labels = next;
        }
    }

    private int[] Assign(Centroids centroids, float threshold)
    {
        var labels = new int[vectors.Count];
        Parallel.For(0, labels.Length, text =>
        {
            var (topic, similarity) = centroids.Nearest(vectors[text]);
            labels[text] = similarity >= threshold ? topic : -1;
        });
        return labels;
    }

    /// <summary>The labels without topics that have too few texts, numbered anew without gaps.</summary>
    private (int[] Labels, int Count) DropSmall(int[] labels, int smallestTopic)
    {
        var sizes = new int[labels.Max() + 1];
        for (var text = 0; text < labels.Length; text++)
        {
            if (labels[text] >= 0)
            {
                sizes[labels[text]] += copies[text];
            }
        }

        var count = 0;
        var numbers = Array.ConvertAll(sizes, size => size >= smallestTopic ? count++ : -1);
        return (Array.ConvertAll(labels, label => label < 0 ? -1 : numbers[label]), count);
    }

    private float Threshold(Centroids centroids)
    {
        if (centroids.Count == 0)
        {
            return 0;
        }

        var (own, strangers) = (new List<float>(), new List<float>());
        var cosines = new float[centroids.Count];
        foreach (var vector in vectors.Where(v => !v.IsZero))
        {
            centroids.Similarities(vector, cosines);
            Array.Sort(cosines);
            own.Add(cosines[^1]);
            strangers.AddRange(cosines.AsSpan(..^1));
        }

        var (members, others) = (Median(own), Median(strangers));
        return others + (BelongsFrom * (members - others));
    }

    private static float Median(List<float> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }
}

/// <summary>What came out.</summary>
/// <param name="Graph">The neighbour graph of the groups of near duplicates.</param>
/// <param name="GroupOf">Per text its group.</param>
/// <param name="Centroids">The topics' centres.</param>
/// <param name="Threshold">The least similarity with which a text belongs to its nearest topic.</param>
/// <param name="Labels">Per text its topic, or -1.</param>
internal sealed record Clusters(Edge[][] Graph, int[] GroupOf, Centroids Centroids, float Threshold, int[] Labels);
