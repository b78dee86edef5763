namespace Evergreen.Insights.Statistics;

/// <summary>Student's t distribution.</summary>
internal static class StudentT
{
    /// <summary>The chance of a value at most <paramref name="t"/>.</summary>
    public static double Cdf(double t, double degreesOfFreedom)
    {
        var tail = 0.5 * Gamma.RegularizedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>The value that a share <paramref name="p"/> of the distribution lies below.</summary>
    public static double Quantile(double p, double degreesOfFreedom)
    {
        if (p < 0.5)
        {
            return -Quantile(1 - p, degreesOfFreedom);
        }

        var (low, high) = (0.0, 1.0);
        while (Cdf(high, degreesOfFreedom) < p)
        {
            high *= 2;
        }

        // Halving until the ends meet: some fifty steps, and nothing that could diverge.
        for (var middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            (low, high) = Cdf(middle, degreesOfFreedom) < p ? (middle, high) : (low, middle);
        }

        return high;
    }
}
