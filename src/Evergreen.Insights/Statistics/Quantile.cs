using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Statistics;

/// <summary>Quantiles of a sample, interpolated between neighbours as R and NumPy do by default.</summary>
public static class Quantile
{
    /// <summary>The value a share <paramref name="p"/> of the sample lies below.</summary>
    /// <param name="sorted">The sample in ascending order, not empty.</param>
    /// <param name="p">0 to 1.</param>
    public static double Of(ReadOnlySpan<double> sorted, double p)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p, 1);
        var position = p * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>The percentiles run.json reports; all 0 for an empty sample.</summary>
    public static Percentiles Percentiles(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? new Percentiles(0, 0, 0, 0)
            : new Percentiles(Of(sorted, 0.5), Of(sorted, 0.95), Of(sorted, 0.99), sorted[^1]);
    }
}
