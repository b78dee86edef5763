using System.Numerics.Tensors;
using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics.Clustering;

/// <summary>The centre of every topic as a vector of length 1.</summary>
internal sealed class Centroids
{
    // Place by place rather than topic by topic, so that one text meets all topics in one sweep over its few places.
    private readonly float[] _values;
    private readonly int _places;

    private Centroids(float[] values, int places, int count) => (_values, _places, Count) = (values, places, count);

    public int Count { get; }

    /// <summary>The scaled sums of each topic's members.</summary>
    /// <param name="vectors">The texts.</param>
    /// <param name="labels">Per text its topic, or -1.</param>
    /// <param name="places">The number of places a vector can have.</param>
    /// <param name="count">The number of topics.</param>
    public static Centroids Of(IReadOnlyList<TextVector> vectors, int[] labels, int places, int count)
    {
        var centroids = Sum(vectors, labels, places, count);
        ScaleToLengthOne(centroids._values, count);
        return centroids;
    }

    /// <summary>Centres that were known before, to the bit.</summary>
    public static Centroids Restore(IReadOnlyList<TextVector> centers, int places) =>
        Sum(centers, [.. Enumerable.Range(0, centers.Count)], places, centers.Count);

    /// <summary>The centre of one topic.</summary>
    public TextVector this[int topic]
    {
        get
        {
            var places = Enumerable.Range(0, _places).Where(place => _values[(place * Count) + topic] != 0).ToArray();
            return TextVector.Known(places, Array.ConvertAll(places, place => _values[(place * Count) + topic]));
        }
    }

    /// <summary>The cosine of a text with every topic.</summary>
    public void Similarities(TextVector vector, Span<float> cosines)
    {
        cosines.Clear();
        for (var i = 0; i < vector.Places.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(_values.AsSpan(vector.Places[i] * Count, Count), vector.Values[i], cosines, cosines);
        }
    }

    /// <summary>The topic with the highest cosine, the earlier among equals; -1 when none is above 0.</summary>
    public (int Topic, float Similarity) Nearest(TextVector vector)
    {
        Span<float> cosines = Count <= 256 ? stackalloc float[Count] : new float[Count];
        Similarities(vector, cosines);
        var (topic, similarity) = (-1, 0f);
        for (var candidate = 0; candidate < Count; candidate++)
        {
            if (cosines[candidate] > similarity)
            {
                (topic, similarity) = (candidate, cosines[candidate]);
            }
        }

        return (topic, similarity);
    }

    private static Centroids Sum(IReadOnlyList<TextVector> vectors, int[] labels, int places, int count)
    {
        var values = new float[places * count];
        for (var text = 0; text < labels.Length; text++)
        {
            if (labels[text] < 0)
            {
                continue;
            }

            var vector = vectors[text];
            for (var i = 0; i < vector.Places.Length; i++)
            {
                values[(vector.Places[i] * count) + labels[text]] += vector.Values[i];
            }
        }

        return new Centroids(values, places, count);
    }

    private static void ScaleToLengthOne(float[] values, int count)
    {
        var squares = new double[count];
        for (var i = 0; i < values.Length; i++)
        {
            squares[i % count] += values[i] * values[i];
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (squares[i % count] > 0)
            {
                values[i] = (float)(values[i] / Math.Sqrt(squares[i % count]));
            }
        }
    }
}
