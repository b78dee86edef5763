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

        if (scorer.Ties == scorer.Cases)
        {
            return $"Nothing tells {@base} and {candidate} apart on {scorer.Scorer}: {Counted(scorer.Cases)}, none of which differs.";
        }

        var flips = string.Create(CultureInfo.InvariantCulture,
            $"{scorer.Improved.Count} of {Counted(scorer.Cases)} improved and {scorer.Worsened.Count} got worse ({P(scorer.AdjustedPValue)})");
        if (!scorer.IsSupported)
        {
            return $"The data do not support a difference on {scorer.Scorer}: {flips}{Reach(scorer)}.";
        }

        var better = scorer.Improved.Count > scorer.Worsened.Count ? candidate : @base;
        return $"{better} is better on {scorer.Scorer}: {flips}; the difference is {Number(scorer.Difference!)}.";
    }

    /// <summary>How large a difference could still be there unnoticed.</summary>
    private static string Reach(ScorerComparison scorer) => scorer.Difference?.Interval is { } interval
        ? $"; anything between {Signed(interval.Low)} and {Signed(interval.High)} is compatible with them"
        : "";

    private static string Number(Mean difference) => difference.Interval is { } interval
        ? $"{Signed(difference.Value)} (95 % interval {Signed(interval.Low)} to {Signed(interval.High)})"
        : Signed(difference.Value);

    // Rounded first, or a hair below zero is written with both signs.
    private static string Signed(double value) => (Math.Round(value, 2) + 0.0).ToString("+0.00;-0.00", CultureInfo.InvariantCulture);

    private static string Counted(int cases) => cases == 1 ? "1 case" : $"{cases} cases";

    private static string P(double value) =>
        value < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {value:0.###}");
}
