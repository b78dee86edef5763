using System.Numerics.Tensors;

namespace Evergreen.Insights.Topics.Vectors;

/// <summary>
/// A text as a vector of length 1, held by its non-zero places. A text with nothing to compare has no places at all.
/// </summary>
internal sealed class TextVector
{
    private TextVector(int[] places, float[] values) => (Places, Values) = (places, values);

    public static TextVector Zero { get; } = new([], []);

    /// <summary>Where the values stand, ascending.</summary>
    public int[] Places { get; }

    public float[] Values { get; }

    /// <summary>Whether every place has a value, as in an embedding.</summary>
    public bool IsDense { get; private init; }

    public bool IsZero => Places.Length == 0;

    /// <summary>Values that have length 1 already, kept to the bit.</summary>
    public static TextVector Known(int[] places, float[] values) => new(places, values);

    /// <summary>Scales weights to length 1. The arrays become the vector's own.</summary>
    public static TextVector Sparse(int[] places, float[] weights)
    {
        var length = TensorPrimitives.Norm<float>(weights);
        if (length == 0)
        {
            return Zero;
        }

        TensorPrimitives.Divide(weights, length, weights);
        return new TextVector(places, weights);
    }

    /// <summary>A copy of an embedding, scaled to length 1.</summary>
    public static TextVector Dense(ReadOnlySpan<float> embedding)
    {
        var length = TensorPrimitives.Norm(embedding);
        if (length == 0 || !float.IsFinite(length))
        {
            return Zero;
        }

        var values = new float[embedding.Length];
        TensorPrimitives.Divide(embedding, length, values);
        return new TextVector([.. Enumerable.Range(0, values.Length)], values) { IsDense = true };
    }
}
