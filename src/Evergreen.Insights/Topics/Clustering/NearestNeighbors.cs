using System.Numerics.Tensors;
using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics.Clustering;

/// <summary>
/// Exact nearest neighbours by cosine. Sparse vectors go through an index from places to the texts that have them; embeddings
/// are multiplied out.
/// </summary>
internal sealed class NearestNeighbors
{
    private readonly IReadOnlyList<TextVector> _vectors;
    private readonly Edge[][] _textsAt;

    public NearestNeighbors(IReadOnlyList<TextVector> vectors)
    {
        _vectors = vectors;
        var sizes = new int[vectors.Max(v => v.IsZero ? 0 : v.Places[^1] + 1)];
        foreach (var place in vectors.Where(v => !v.IsDense).SelectMany(v => v.Places))
        {
            sizes[place]++;
        }

        _textsAt = Array.ConvertAll(sizes, size => new Edge[size]);
        Array.Clear(sizes);
        for (var text = 0; text < vectors.Count; text++)
        {
            var (places, values) = vectors[text].IsDense ? ([], []) : (vectors[text].Places, vectors[text].Values);
            for (var i = 0; i < places.Length; i++)
            {
                _textsAt[places[i]][sizes[places[i]]++] = new Edge(text, values[i]);
            }
        }
    }

    /// <summary>For every text its nearest others with a cosine above 0, nearest first; among equals the earlier text first.</summary>
    /// <param name="count">How many at most.</param>
    public Edge[][] Find(int count)
    {
        var nearest = new Edge[_vectors.Count][];
        Parallel.For(0, _vectors.Count, () => new float[_vectors.Count], (text, _, cosines) =>
        {
            Cosines(text, cosines);
            cosines[text] = 0;
            nearest[text] = Largest(cosines, count);
            return cosines;
        }, _ => { });
        return nearest;
    }

    /// <summary>The cosine of one text with every text.</summary>
    public void Cosines(int text, float[] cosines)
    {
        if (_vectors[text].IsDense)
        {
            Multiply(_vectors[text], cosines);
        }
        else
        {
            Array.Clear(cosines);
            AddFromIndex(_vectors[text], cosines);
        }
    }

    private void Multiply(TextVector vector, float[] cosines)
    {
        for (var other = 0; other < cosines.Length; other++)
        {
            cosines[other] = _vectors[other].IsZero ? 0 : TensorPrimitives.Dot<float>(vector.Values, _vectors[other].Values);
        }
    }

    private void AddFromIndex(TextVector vector, float[] cosines)
    {
        for (var i = 0; i < vector.Places.Length; i++)
        {
            var value = vector.Values[i];
            foreach (var (text, other) in _textsAt[vector.Places[i]])
            {
                cosines[text] += value * other;
            }
        }
    }

    private static Edge[] Largest(float[] cosines, int count)
    {
        var largest = new Edge[count];
        var found = 0;
        for (var text = 0; text < cosines.Length; text++)
        {
            var cosine = cosines[text];
            if (cosine <= 0 || (found == count && cosine <= largest[^1].Weight))
            {
                continue;
            }

            var place = found == count ? count - 1 : found++;
            for (; place > 0 && largest[place - 1].Weight < cosine; place--)
            {
                largest[place] = largest[place - 1];
            }

            largest[place] = new Edge(text, cosine);
        }

        return largest[..found];
    }
}
