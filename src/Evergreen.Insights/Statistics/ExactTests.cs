namespace Evergreen.Insights.Statistics;

/// <summary>
/// Tests that count possibilities instead of assuming a distribution, and so hold for few cases too. All are two-sided: the
/// p-value sums every outcome at most as likely as the one seen.
/// </summary>
internal static class ExactTests
{
    // Outcomes that are equally likely differ in the last digits; this much counts as the same.
    private const double SameLikelihood = 1 + 1e-7;

    /// <summary>
    /// The sign test, which on yes-or-no verdicts is McNemar's exact test: how likely such a split is if neither side were
    /// better. Ties say nothing and are left out.
    /// </summary>
    public static double Sign(int wins, int losses) => Binomial(wins, wins + losses, 0.5);

    /// <summary>How likely a count as unusual as this is, if each of <paramref name="trials"/> succeeds with that chance.</summary>
    public static double Binomial(int successes, int trials, double chance) => TwoSided(
        successes, 0, trials, k => Gamma.LogChoose(trials, k) + LogPower(chance, k) + LogPower(1 - chance, trials - k));

    /// <summary>Fisher's exact test: how likely two shares of different cases differ so much if they are in truth the same.</summary>
    public static double Fisher(Share first, Share second)
    {
        var (total, hits) = (first.Total + second.Total, first.Count + second.Count);
        return TwoSided(
            first.Count,
            Math.Max(0, hits - second.Total),
            Math.Min(hits, first.Total),
            k => Gamma.LogChoose(first.Total, k) + Gamma.LogChoose(second.Total, hits - k) - Gamma.LogChoose(total, hits));
    }

    /// <summary>
    /// Benjamini's and Hochberg's correction (1995): p-values of many comparisons as they count when one in so many false alarms
    /// among those reported is accepted. In the order given.
    /// </summary>
    public static IReadOnlyList<double> BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        var smallest = 1.0;
        foreach (var (rank, index) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Index().Reverse())
        {
            smallest = Math.Min(smallest, pValues[index] * pValues.Count / (rank + 1));
            adjusted[index] = smallest;
        }

        return adjusted;
    }

    private static double TwoSided(int seen, int from, int to, Func<int, double> logLikelihood)
    {
        var limit = Math.Exp(logLikelihood(seen)) * SameLikelihood;
        var likelihoods = Enumerable.Range(from, to - from + 1).Select(k => Math.Exp(logLikelihood(k)));
        return Math.Min(1, likelihoods.Where(likelihood => likelihood <= limit).Sum());
    }

    private static double LogPower(double value, int exponent) => exponent == 0 ? 0 : exponent * Math.Log(value);
}
