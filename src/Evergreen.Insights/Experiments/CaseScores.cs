using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Experiments;

/// <summary>What one scorer gave the trials of each case. Trials of one case are no independent evidence; cases are.</summary>
internal sealed class CaseScores
{
    private readonly Dictionary<string, List<double>> _byCase;

    public CaseScores(IReadOnlyList<ExperimentResult> results, string scorer)
    {
        var scores = results.Select(r => (r.CaseId, r.Scores.FirstOrDefault(s => s.Scorer == scorer)?.Value)).ToList();
        _byCase = scores.Where(s => s.Value is not null)
            .GroupBy(s => s.CaseId, s => s.Value!.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        Scored = scores.Count(s => s.Value is not null);
        NotScored = scores.Count - Scored;
    }

    public int Scored { get; }

    public int NotScored { get; }

    /// <summary>Cases with at least one score, in a fixed order.</summary>
    public IEnumerable<string> Cases => _byCase.Keys.Order(StringComparer.Ordinal);

    /// <summary>A case's mean over its scored trials; null when it has none.</summary>
    public double? Of(string caseId) => _byCase.TryGetValue(caseId, out var trials) ? trials.Average() : null;

    /// <summary>The mean over <paramref name="cases"/>, with the interval that suits it.</summary>
    public Mean? Mean(ScoreScale scale, IReadOnlyCollection<string> cases)
    {
        var values = cases.Select(Of).OfType<double>().ToList();
        if (scale == ScoreScale.Amount)
        {
            return Statistics.Mean.Of(values);
        }

        // Where the trials of every case agree, the cases are plain successes and failures.
        return values.TrueForAll(v => v is 0 or 1)
            ? Statistics.Mean.OfShare(new Share(values.Count(v => v == 1), values.Count))
            : Statistics.Mean.Of(values) is { } mean ? mean with { Interval = mean.Interval?.Within(0, 1) } : null;
    }

    /// <summary>pass^1, pass^2, ... as far as there are cases with as many trials; empty for amounts.</summary>
    public IReadOnlyList<double> PassHatK(ScoreScale scale, IReadOnlyCollection<string> cases)
    {
        if (scale == ScoreScale.Amount)
        {
            return [];
        }

        var shares = cases.Where(_byCase.ContainsKey).Select(c => new Share(_byCase[c].Count(v => v == 1), _byCase[c].Count)).ToList();
        var most = shares.Count == 0 ? 0 : shares.Max(s => s.Total);
        return [.. Enumerable.Range(1, most).Select(k => Statistics.PassHatK.Of(shares, k)!.Value)];
    }
}
