namespace Evergreen.Insights.Statistics;

/// <summary>How far two raters agree who gave each case one of some labels.</summary>
/// <param name="Cases">Cases both have rated.</param>
/// <param name="Accuracy">The share they agree on; null when there are no cases.</param>
/// <param name="Kappa">
/// Cohen's kappa (1960): the same beyond what chance would give, 1 at best. Null when it is not defined, because both raters
/// always gave one and the same label.
/// </param>
public sealed record Agreement(int Cases, double? Accuracy, double? Kappa)
{
    /// <summary>Compares two raters, each pair of labels being one case.</summary>
    public static Agreement Of<TLabel>(IReadOnlyCollection<(TLabel First, TLabel Second)> pairs)
        where TLabel : notnull
    {
        if (pairs.Count == 0)
        {
            return new Agreement(0, null, null);
        }

        double n = pairs.Count;
        var observed = pairs.Count(p => p.First.Equals(p.Second)) / n;
        var second = pairs.CountBy(p => p.Second).ToDictionary();
        var expected = pairs.CountBy(p => p.First).Sum(first => first.Value / n * (second.GetValueOrDefault(first.Key) / n));
        return new Agreement(pairs.Count, observed, expected >= 1 ? null : (observed - expected) / (1 - expected));
    }
}
