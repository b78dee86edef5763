namespace Evergreen.Insights.Statistics;

/// <summary>How many of a number of cases had a property.</summary>
/// <param name="Count">Those that had it.</param>
/// <param name="Total">All that were looked at.</param>
public readonly record struct Share(int Count, int Total)
{
    /// <summary>Count divided by total; null when nothing was looked at.</summary>
    public double? Value => Total == 0 ? null : (double)Count / Total;

    /// <summary>Wilson's score interval (1927), which stays honest for few cases and for shares near 0 and 1. Null for no cases.</summary>
    public Interval? Interval => Total == 0 ? null : Wilson();

    /// <summary>
    /// The interval of <paramref name="first"/> minus <paramref name="second"/> for shares of different cases: Newcombe's hybrid
    /// score interval (Statistics in Medicine 17, 1998, 873-890, method 10). Null when one of them has no cases.
    /// </summary>
    public static Interval? Difference(Share first, Share second)
    {
        if (first.Value is not { } p || second.Value is not { } q)
        {
            return null;
        }

        var (a, b) = (first.Wilson(), second.Wilson());
        return new Interval(
            p - q - double.Hypot(p - a.Low, b.High - q),
            p - q + double.Hypot(a.High - p, q - b.Low));
    }

    private Interval Wilson()
    {
        const double z2 = Statistics.Interval.NormalQuantile * Statistics.Interval.NormalQuantile;
        double n = Total, p = Count / n;
        var center = (p + z2 / (2 * n)) / (1 + z2 / n);
        var half = Statistics.Interval.NormalQuantile * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
        // At the ends the formula is exactly 0 or 1; rounding must not say otherwise.
        return new Interval(Count == 0 ? 0 : center - half, Count == Total ? 1 : center + half);
    }
}
