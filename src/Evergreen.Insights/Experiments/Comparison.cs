using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Experiments;

/// <summary>Two experiments on the same dataset, case by case.</summary>
/// <param name="Base">The experiment that is compared with.</param>
/// <param name="Candidate">The experiment that is compared.</param>
/// <param name="DatasetVersion">The dataset both were made on.</param>
/// <param name="Scorers">What each scorer that both have says.</param>
/// <param name="LeftOut">Scorers that only one of them has.</param>
public sealed record Comparison(
    string Base, string Candidate, string DatasetVersion, IReadOnlyList<ScorerComparison> Scorers, IReadOnlyList<string> LeftOut)
{
    /// <summary>
    /// Whether the data speak for the candidate: better by at least one verdict, worse by none. Amounts, such as turns and cost, may
    /// go either way: what a better answer is worth is for people to say.
    /// </summary>
    public bool SpeaksForCandidate
    {
        get
        {
            var supported = Scorers.Where(s => s.Scale == ScoreScale.Verdict && s.IsSupported).ToList();
            return supported.Count > 0 && supported.TrueForAll(s => s.Improved.Count > s.Worsened.Count);
        }
    }

    /// <summary>Compares <paramref name="candidate"/> with <paramref name="base"/>.</summary>
    /// <exception cref="ArgumentException">They were made on different datasets, or have no scorer in common.</exception>
    public static Comparison Of(Experiment @base, Experiment candidate)
    {
        var (first, second) = (@base.Summary, candidate.Summary);
        if (first.DatasetVersion != second.DatasetVersion)
        {
            throw new ArgumentException(
                $"{first.Name} was made on dataset {first.Dataset} ({first.DatasetVersion}) and {second.Name} on {second.Dataset} "
                + $"({second.DatasetVersion}); only results on the same rows can be compared, so evaluate both on one dataset");
        }

        var common = first.Scorers.Where(s => second.Scorers.Any(o => o.Scorer == s.Scorer && o.Scale == s.Scale)).ToList();
        if (common.Count == 0)
        {
            throw new ArgumentException($"{first.Name} and {second.Name} have no scorer in common");
        }

        var compared = common.Select(s => PairedScores.Compare(
            s.Scorer, s.Scale, new CaseScores(@base.Results, s.Scorer), new CaseScores(candidate.Results, s.Scorer))).ToList();
        var adjusted = Adjusted(compared);
        return new Comparison(
            first.Name,
            second.Name,
            first.DatasetVersion,
            [.. compared.Zip(adjusted, (scorer, p) => scorer.Concluded(p, first.Name, second.Name))],
            [.. first.Scorers.Concat(second.Scorers).Select(s => s.Scorer).Distinct().Except(common.Select(s => s.Scorer))]);
    }

    // A scorer without a single flip tests nothing; it must not make the others harder to believe.
    private static List<double> Adjusted(List<ScorerComparison> scorers)
    {
        var flipped = scorers.Where(s => s.Ties < s.Cases).ToList();
        var adjusted = ExactTests.BenjaminiHochberg([.. flipped.Select(s => s.PValue)]);
        return [.. scorers.Select(s => flipped.IndexOf(s) is var place and >= 0 ? adjusted[place] : 1)];
    }
}

/// <summary>What one scorer says about two experiments.</summary>
public sealed record ScorerComparison
{
    /// <summary>The scorer's name.</summary>
    public required string Scorer { get; init; }

    /// <summary>What its numbers mean.</summary>
    public required ScoreScale Scale { get; init; }

    /// <summary>Cases that both experiments have a score for; everything below is about these.</summary>
    public required int Cases { get; init; }

    /// <summary>Cases that only one of them has a score for.</summary>
    public required int Unpaired { get; init; }

    /// <summary>The base's mean with its 95 % interval; null without cases.</summary>
    public Mean? Base { get; init; }

    /// <summary>The candidate's mean with its 95 % interval; null without cases.</summary>
    public Mean? Candidate { get; init; }

    /// <summary>Candidate minus base, case by case, with its 95 % interval; null without cases.</summary>
    public Mean? Difference { get; init; }

    /// <summary>Cases the candidate did better at.</summary>
    public required IReadOnlyList<string> Improved { get; init; }

    /// <summary>Cases it did worse at.</summary>
    public required IReadOnlyList<string> Worsened { get; init; }

    /// <summary>Cases it did as well at.</summary>
    public int Ties => Cases - Improved.Count - Worsened.Count;

    /// <summary>How likely such a split of improved and worsened cases is by chance: the exact sign test, two-sided.</summary>
    public required double PValue { get; init; }

    /// <summary>The same, corrected for the number of scorers that any case flipped for (Benjamini and Hochberg).</summary>
    public double AdjustedPValue { get; init; } = 1;

    /// <summary>The base's pass^1, pass^2, ...; empty for amounts.</summary>
    public required IReadOnlyList<double> BasePassHatK { get; init; }

    /// <summary>The candidate's.</summary>
    public required IReadOnlyList<double> CandidatePassHatK { get; init; }

    /// <summary>Whether the data support a difference: the corrected p-value is at most 0.05.</summary>
    public bool IsSupported => AdjustedPValue <= 0.05;

    /// <summary>The same in a sentence.</summary>
    public string Conclusion { get; init; } = "";

    internal ScorerComparison Concluded(double adjustedPValue, string @base, string candidate)
    {
        var concluded = this with { AdjustedPValue = adjustedPValue };
        return concluded with { Conclusion = ComparisonSentence.For(concluded, @base, candidate) };
    }
}
