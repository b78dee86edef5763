namespace Evergreen.Insights.Statistics;

/// <summary>The mean of independent values, with how far it can be trusted.</summary>
/// <param name="Value">The mean.</param>
/// <param name="Interval">Student's 95 % interval; null for a single value, which says nothing about its own spread.</param>
/// <param name="Count">How many values there were.</param>
public sealed record Mean(double Value, Interval? Interval, int Count)
{
    /// <summary>The mean of <paramref name="values"/>; null when there are none.</summary>
    public static Mean? Of(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var mean = values.Average();
        return new Mean(mean, values.Count == 1 ? null : StudentInterval(values, mean), values.Count);
    }

    /// <summary>
    /// The mean of values that are all 0 or 1, with Wilson's interval: where every value is the same, Student's would have no
    /// width at all. Null when there are none.
    /// </summary>
    public static Mean? OfShare(Share share) => share.Value is { } value ? new Mean(value, share.Interval, share.Total) : null;

    private static Interval StudentInterval(IReadOnlyCollection<double> values, double mean)
    {
        var variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
        var half = StudentT.Quantile(0.975, values.Count - 1) * Math.Sqrt(variance / values.Count);
        return new Interval(mean - half, mean + half);
    }
}
