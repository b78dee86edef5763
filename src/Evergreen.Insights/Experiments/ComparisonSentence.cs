using System.Globalization;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Experiments;

/// <summary>Says in plain words whether the data support a difference.</summary>
internal static class ComparisonSentence
{
    public static string For(ScorerComparison scorer, string @base, string candidate)
    {
        if (scorer.Cases == 0)
        {
            return $"Nothing can be said about {scorer.Scorer}: no case was scored in both experiments.";
        }

        var flips = string.Create(CultureInfo.InvariantCulture,
            $"{scorer.Improved.Count} of {Counted(scorer.Cases)} improved and {scorer.Worsened.Count} got worse ({P(scorer.AdjustedPValue)})");
        if (!scorer.IsSupported)
        {
            return $"The data show no difference on {scorer.Scorer}: {flips}{Reach(scorer)}.";
        }

        var better = scorer.Improved.Count > scorer.Worsened.Count ? candidate : @base;
        return $"{better} is better on {scorer.Scorer}: {flips}; the difference is {Number(scorer.Difference!)}.";
    }

    /// <summary>How large a difference could still be there unnoticed.</summary>
    private static string Reach(ScorerComparison scorer) => scorer.Difference?.Interval is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"; anything between {interval.Low:+0.00;-0.00} and {interval.High:+0.00;-0.00} is compatible with them")
        : "";

    private static string Number(Mean difference) => difference.Interval is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"{difference.Value:+0.00;-0.00} (95 % interval {interval.Low:+0.00;-0.00} to {interval.High:+0.00;-0.00})")
        : string.Create(CultureInfo.InvariantCulture, $"{difference.Value:+0.00;-0.00}");

    private static string Counted(int cases) => cases == 1 ? "1 case" : $"{cases} cases";

    private static string P(double value) =>
        value < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {value:0.###}");
}
