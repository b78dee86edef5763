namespace Evergreen.Insights.Statistics;

/// <summary>A 95 % confidence interval.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The normal distribution's 97.5th percentile, which every 95 % interval of a share is built on.</summary>
    internal const double NormalQuantile = 1.959963984540054;

    /// <summary>Whether a value lies within.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The interval cut off at what the quantity can be at all.</summary>
    public Interval Within(double min, double max) => new(Math.Clamp(Low, min, max), Math.Clamp(High, min, max));
}
