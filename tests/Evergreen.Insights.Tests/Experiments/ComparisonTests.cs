using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Experiments;

public sealed class ComparisonTests
{
    [Fact]
    public void Verdicts_are_compared_case_by_case()
    {
        var compared = Compare("resolution", [[0], [0], [0], [1], [1], [0]], [[1], [1], [0], [1], [0], [1]]);

        Assert.Equal(6, compared.Cases);
        Assert.Equal(2 / 6.0, compared.Base!.Value, 12);
        Assert.Equal(4 / 6.0, compared.Candidate!.Value, 12);
        Assert.Equal(new Share(2, 6).Interval, compared.Base.Interval);
        Assert.Equal(2 / 6.0, compared.Difference!.Value, 12);
        Assert.Equal(new PairedShares(Both: 1, OnlyFirst: 1, OnlySecond: 3, Neither: 1).Difference(), compared.Difference.Interval);
        Assert.Equal(["case-1", "case-2", "case-6"], compared.Improved);
        Assert.Equal(["case-5"], compared.Worsened);
        Assert.Equal(2, compared.Ties);
        Assert.Equal(0.625, compared.PValue, 12);
    }

    [Fact]
    public void Trials_of_a_case_count_as_one_case()
    {
        var compared = Compare("resolution", [[0, 1, 0], [1, 1, 1]], [[1, 1, 0], [1, 1, 1]]);

        Assert.Equal(2, compared.Cases);
        Assert.Equal(1 / 6.0, compared.Difference!.Value, 12);
        Assert.Equal(["case-1"], compared.Improved);
        Assert.Equal(2, compared.Base!.Count);
        Assert.Equal(2.0 / 3, compared.BasePassHatK[0], 12);
        Assert.Equal((0 + 1) / 2.0, compared.BasePassHatK[1], 12);
        Assert.Equal([5 / 6.0, 2 / 3.0, 0.5], compared.CandidatePassHatK.Select(p => Math.Round(p, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void What_is_not_scored_on_one_side_is_left_out_and_counted()
    {
        var compared = Compare("resolution", [[0], [null], [1]], [[1], [1], [null]]);

        Assert.Equal((1, 2), (compared.Cases, compared.Unpaired));
        Assert.Equal(0, compared.Base!.Value);
    }

    [Fact]
    public void Of_amounts_less_is_better()
    {
        var compared = Compare("turns", [[4], [3], [5]], [[2], [3], [6]], ScoreScale.Amount);

        Assert.Equal(["case-1"], compared.Improved);
        Assert.Equal(["case-3"], compared.Worsened);
        Assert.Equal(-1 / 3.0, compared.Difference!.Value, 12);
        Assert.Empty(compared.BasePassHatK);
    }

    [Fact]
    public void A_clear_difference_is_called_one()
    {
        var compared = Compare("resolution", Repeat(20, 0), Repeat(20, 1));

        Assert.True(compared.IsSupported);
        Assert.StartsWith(
            "v2 is better on resolution: 20 of 20 cases improved and 0 got worse (p < 0.001); the difference is +1.00 (95 % interval +0.",
            compared.Conclusion);
    }

    [Fact]
    public void Too_few_flips_are_called_no_difference_with_what_remains_possible()
    {
        var compared = Compare("resolution", [[0], [0], [1], [1]], [[1], [1], [1], [1]]);

        Assert.False(compared.IsSupported);
        Assert.StartsWith(
            "The data do not support a difference on resolution: 2 of 4 cases improved and 0 got worse (p = 0.5); anything between -0.",
            compared.Conclusion);
    }

    [Fact]
    public void Many_scorers_need_stronger_evidence_each()
    {
        var adjusted = Compared(others: [[1], [1], [1], [0], [0], [0]]);

        Assert.Equal(0.03125, adjusted.PValue, 12);
        Assert.Equal(0.125, adjusted.AdjustedPValue, 12);
        Assert.False(adjusted.IsSupported);
    }

    [Fact]
    public void Scorers_that_no_case_flipped_for_make_the_others_no_harder_to_believe()
    {
        var adjusted = Compared(others: Repeat(6, 0));

        Assert.Equal(0.03125, adjusted.AdjustedPValue, 12);
        Assert.True(adjusted.IsSupported);
    }

    /// <summary>Six cases that all improved on one scorer, beside three scorers that end as three cases flipped both ways, or none.</summary>
    private static ScorerComparison Compared(double?[][] others)
    {
        double?[][] worse = [.. Repeat(6, 0)], better = [.. Repeat(6, 1)], before = [.. others.Reverse()];
        string[] names = ["a", "b", "c", "d"];
        return Comparison.Of(
            Make("v1", names.Select(n => (n, ScoreScale.Verdict, n == "a" ? worse : before))),
            Make("v2", names.Select(n => (n, ScoreScale.Verdict, n == "a" ? better : others)))).Scorers[0];
    }

    [Fact]
    public void Experiments_on_different_rows_are_not_compared()
    {
        var first = Make("v1", [("a", ScoreScale.Verdict, Repeat(2, 1))]);
        var second = first with { Summary = first.Summary with { Name = "v2", Dataset = "other", DatasetVersion = "999" } };

        var error = Assert.Throws<ArgumentException>(() => Comparison.Of(first, second));

        Assert.StartsWith("v1 was made on dataset mine (123) and v2 on other (999); only results on the same rows", error.Message);
    }

    [Fact]
    public void Scorers_that_only_one_has_are_named()
    {
        var first = Make("v1", [("a", ScoreScale.Verdict, Repeat(2, 1)), ("b", ScoreScale.Verdict, Repeat(2, 1))]);
        var second = Make("v2", [("a", ScoreScale.Verdict, Repeat(2, 1)), ("c", ScoreScale.Verdict, Repeat(2, 1))]);

        var comparison = Comparison.Of(first, second);

        Assert.Equal(["a"], comparison.Scorers.Select(s => s.Scorer));
        Assert.Equal(["b", "c"], comparison.LeftOut);
        Assert.Throws<ArgumentException>(() => Comparison.Of(first, Make("v3", [("z", ScoreScale.Verdict, Repeat(2, 1))])));
    }

    [Fact]
    public void Where_no_case_was_scored_nothing_is_claimed() => Assert.Equal(
        "Nothing can be said about resolution: no case was scored in both experiments.",
        Compare("resolution", [[null]], [[null]]).Conclusion);

    [Theory]
    [InlineData(1, 1, 0, true)]
    [InlineData(1, 0, 0, false)]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 0, 5, false)]
    public void The_data_speak_for_a_candidate_that_is_better_by_a_verdict_and_worse_by_none(double a, double b, double amount, bool speaks)
    {
        var before = Make("v1", [("a", ScoreScale.Verdict, Repeat(20, 0)), ("b", ScoreScale.Verdict, Repeat(20, 1)), ("turns", ScoreScale.Amount, Repeat(20, 4))]);
        var after = Make("v2", [("a", ScoreScale.Verdict, Repeat(20, a)), ("b", ScoreScale.Verdict, Repeat(20, b)), ("turns", ScoreScale.Amount, Repeat(20, 4 - amount + 1))]);

        Assert.Equal(speaks, Comparison.Of(before, after).SpeaksForCandidate);
    }

    private static ScorerComparison Compare(
        string scorer, double?[][] @base, double?[][] candidate, ScoreScale scale = ScoreScale.Verdict) =>
        Comparison.Of(Make("v1", [(scorer, scale, @base)]), Make("v2", [(scorer, scale, candidate)])).Scorers.Single();

    private static double?[][] Repeat(int cases, double value) => [.. Enumerable.Repeat<double?[]>([value], cases)];

    /// <summary>An experiment from each scorer's values: a row a case, a column a trial.</summary>
    private static Experiment Make(string name, IEnumerable<(string Name, ScoreScale Scale, double?[][] Values)> scorers)
    {
        var all = scorers.ToList();
        var results = all[0].Values.SelectMany((trials, c) => trials.Select((_, t) => new ExperimentResult(
            $"case-{c + 1}", t + 1, $"case-{c + 1}.{t + 1}", Ending.Completed,
            [.. all.Select(s => new Score(s.Name, s.Values[c][t], "because"))]))).ToList();
        return new Experiment(
            new ExperimentSummary
            {
                Name = name,
                Release = name,
                Model = "rehearsal",
                Dataset = "mine",
                DatasetVersion = "123",
                Trials = all[0].Values.Max(t => t.Length),
                CreatedAt = Some.Noon,
                Scorers = Experiment.Summarize(results, all.Select(s => (s.Name, s.Scale))),
            },
            results);
    }
}
