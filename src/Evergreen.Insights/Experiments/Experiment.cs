using System.Text.Json;
using Evergreen.Insights.Json;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Experiments;

/// <summary>An evaluation of one release on one dataset, as it lies in its folder.</summary>
/// <param name="Summary">What was evaluated, and the sums.</param>
/// <param name="Results">Every trial.</param>
public sealed record Experiment(ExperimentSummary Summary, IReadOnlyList<ExperimentResult> Results)
{
    /// <summary>The file of the <see cref="ExperimentSummary"/>.</summary>
    public const string SummaryFile = "summary.json";

    /// <summary>The file of <see cref="ExperimentResult"/>s.</summary>
    public const string ResultsFile = "results.jsonl";

    /// <summary>Sums up what the scorers made of the trials.</summary>
    /// <param name="results">The trials.</param>
    /// <param name="scorers">Name and scale of each scorer, in the order they are shown.</param>
    public static IReadOnlyList<ScorerSummary> Summarize(
        IReadOnlyList<ExperimentResult> results, IEnumerable<(string Name, ScoreScale Scale)> scorers) =>
        [.. scorers.Select(s => Summarize(new CaseScores(results, s.Name), s.Name, s.Scale))];

    /// <summary>Opens an experiment's folder.</summary>
    /// <param name="path">E.g. <c>experiments/sizing-v1</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It is no experiment's folder, or a file in it is broken.</exception>
    public static Experiment Open(string path)
    {
        InputPath.RequireFolder(path, "give the folder of an experiment, which eval writes");

        var file = Path.Combine(path, SummaryFile);
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"{path}: not an experiment's folder, it has no {SummaryFile}; give one that eval wrote to its end");
        }

        try
        {
            var summary = JsonSerializer.Deserialize(File.ReadAllBytes(file), ExperimentJson.Default.ExperimentSummary)
                ?? throw new InvalidDataException($"{file}:1: holds null instead of a summary");
            var results = new JsonLines<ExperimentResult>(Path.Combine(path, ResultsFile), ExperimentJson.Default.ExperimentResult);
            return new Experiment(summary, [.. results]);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{JsonMistake.Describe(e, file)}; the file was damaged after it was written: restore it, or give another experiment", e);
        }
    }

    private static ScorerSummary Summarize(CaseScores scores, string name, ScoreScale scale)
    {
        var cases = scores.Cases.ToList();
        return new ScorerSummary(
            name, scale, scores.Scored, scores.NotScored, scores.Mean(scale, cases), scores.PassHatK(scale, cases));
    }
}
