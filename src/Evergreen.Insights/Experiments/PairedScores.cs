using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Experiments;

/// <summary>Sets the scores of two experiments against each other, case by case.</summary>
internal static class PairedScores
{
    public static ScorerComparison Compare(string scorer, ScoreScale scale, CaseScores @base, CaseScores candidate)
    {
        var cases = @base.Cases.Where(c => candidate.Of(c) is not null).ToList();
        var pairs = cases.Select(c => (Case: c, Base: @base.Of(c)!.Value, Candidate: candidate.Of(c)!.Value)).ToList();
        var up = pairs.Where(p => p.Candidate > p.Base).Select(p => p.Case).ToList();
        var down = pairs.Where(p => p.Candidate < p.Base).Select(p => p.Case).ToList();
        var (improved, worsened) = scale == ScoreScale.Verdict ? (up, down) : (down, up);
        return new ScorerComparison
        {
            Scorer = scorer,
            Scale = scale,
            Cases = cases.Count,
            Unpaired = @base.Cases.Union(candidate.Cases).Count() - cases.Count,
            Base = @base.Mean(scale, cases),
            Candidate = candidate.Mean(scale, cases),
            Difference = Difference(scale, [.. pairs.Select(p => (p.Base, p.Candidate))]),
            Improved = improved,
            Worsened = worsened,
            PValue = ExactTests.Sign(improved.Count, worsened.Count),
            BasePassHatK = @base.PassHatK(scale, cases),
            CandidatePassHatK = candidate.PassHatK(scale, cases),
        };
    }

    private static Mean? Difference(ScoreScale scale, List<(double Base, double Candidate)> pairs)
    {
        var mean = Mean.Of([.. pairs.Select(p => p.Candidate - p.Base)]);
        if (mean is null || scale == ScoreScale.Amount)
        {
            return mean;
        }

        // Plain yes and no on both sides have an interval of their own, which keeps its width where few cases flipped.
        var interval = pairs.TrueForAll(p => p is { Base: 0 or 1, Candidate: 0 or 1 })
            ? new PairedShares(
                pairs.Count(p => p is (1, 1)), pairs.Count(p => p is (1, 0)), pairs.Count(p => p is (0, 1)), pairs.Count(p => p is (0, 0)))
                .Difference()
            : mean.Interval;
        return mean with { Interval = interval?.Within(-1, 1) };
    }
}
