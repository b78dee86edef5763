namespace Evergreen.Insights.Statistics;

/// <summary>Two yes-or-no verdicts on each of the same cases.</summary>
/// <param name="Both">Yes both times.</param>
/// <param name="OnlyFirst">Yes the first time only.</param>
/// <param name="OnlySecond">Yes the second time only.</param>
/// <param name="Neither">No both times.</param>
internal readonly record struct PairedShares(int Both, int OnlyFirst, int OnlySecond, int Neither)
{
    public int Total => Both + OnlyFirst + OnlySecond + Neither;

    public Share First => new(Both + OnlyFirst, Total);

    public Share Second => new(Both + OnlySecond, Total);

    /// <summary>
    /// The interval of second minus first: Newcombe's score interval for paired shares (Statistics in Medicine 17, 1998,
    /// 2635-2650, method 10), which keeps its width where nothing flipped. Null when there are no cases.
    /// </summary>
    public Interval? Difference()
    {
        if (Second.Value is not { } p || First.Value is not { } q)
        {
            return null;
        }

        var (a, b) = (Second.Interval!.Value, First.Interval!.Value);
        var phi = Correlation();
        return new Interval(
            p - q - Root(p - a.Low, b.High - q, phi),
            p - q + Root(a.High - p, q - b.Low, phi));
    }

    private static double Root(double x, double y, double phi) => Math.Sqrt(Math.Max(0, x * x - 2 * phi * x * y + y * y));

    private double Correlation()
    {
        double yes = Both + OnlyFirst, no = OnlySecond + Neither, up = Both + OnlySecond, down = OnlyFirst + Neither;
        var product = yes * no * up * down;
        if (product == 0)
        {
            return 0;
        }

        var difference = (double)Both * Neither - (double)OnlyFirst * OnlySecond;
        // The continuity correction belongs to positive correlation only.
        var corrected = difference > 0 ? Math.Max(difference - Total / 2.0, 0) : difference;
        return corrected / Math.Sqrt(product);
    }
}
