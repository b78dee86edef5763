namespace Evergreen.Insights.Statistics;

/// <summary>
/// pass^k, the measure of reliability: the chance that all of k trials of a case succeed, averaged over cases. Where a mean
/// asks "how often does it work?", this asks "can a customer count on it?".
/// </summary>
internal static class PassHatK
{
    /// <param name="cases">Each case's trials: how many succeeded out of how many.</param>
    /// <param name="k">At least 1. Cases with fewer trials are left out.</param>
    /// <returns>The mean over cases of C(successes, k) ÷ C(trials, k), which is unbiased; null when no case has k trials.</returns>
    public static double? Of(IEnumerable<Share> cases, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var chances = cases.Where(c => c.Total >= k).Select(c => AllSucceed(c, k)).ToList();
        return chances.Count == 0 ? null : chances.Average();
    }

    private static double AllSucceed(Share trials, int k)
    {
        var chance = 1.0;
        for (var i = 0; i < k; i++)
        {
            chance *= Math.Max(0, trials.Count - i) / (double)(trials.Total - i);
        }

        return chance;
    }
}
