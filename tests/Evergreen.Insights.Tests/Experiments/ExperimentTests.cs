using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Experiments;

public sealed class ExperimentTests : IDisposable
{
    private static readonly ExperimentResult[] Results =
    [
        new("a", 1, "a.1", Ending.Completed, [new("resolution", 1, "done"), new("turns", 2, "")]),
        new("a", 2, "a.2", Ending.Completed, [new("resolution", 0, "not done"), new("turns", 4, "")]),
        new("b", 1, "b.1", Ending.ModelFailed, [new("resolution", null, "not scored"), new("turns", null, "not scored")]),
        new("b", 2, "b.2", Ending.Completed, [new("resolution", 1, "done"), new("turns", 3, "")]),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_summary_counts_what_was_not_scored_apart_and_never_as_zero()
    {
        var summary = Experiment.Summarize(Results, [("resolution", ScoreScale.Verdict), ("turns", ScoreScale.Amount)]);

        Assert.Equal((3, 1, 0.75), (summary[0].Scored, summary[0].NotScored, summary[0].Mean!.Value));
        Assert.Equal([0.75, 0], summary[0].PassHatK);
        Assert.Equal(3, summary[1].Mean!.Value);
        Assert.Empty(summary[1].PassHatK);
    }

    [Fact]
    public void An_interval_of_verdicts_stays_within_zero_and_one()
    {
        var interval = Experiment.Summarize(Results, [("resolution", ScoreScale.Verdict)])[0].Mean!.Interval!.Value;

        Assert.Equal((0, 1), (interval.Low, interval.High));
    }

    [Fact]
    public void An_experiment_is_read_back_from_its_folder()
    {
        var summary = new ExperimentSummary
        {
            Name = "sizing-v1",
            Release = "v1",
            Model = "rehearsal",
            Dataset = "sizing",
            DatasetVersion = "123",
            Trials = 2,
            CreatedAt = Some.Noon,
            ByEnding = new Dictionary<string, int> { ["Completed"] = 3, ["ModelFailed"] = 1 },
            Scorers = Experiment.Summarize(Results, [("resolution", ScoreScale.Verdict)]),
        };
        using (var writer = new ExperimentWriter(_folder.Path))
        {
            foreach (var result in Results)
            {
                writer.Add(result);
            }

            writer.Finish(summary);
        }

        var read = Experiment.Open(_folder.Path);

        Assert.Equal(summary, read.Summary with { Scorers = summary.Scorers, ByEnding = summary.ByEnding });
        Assert.Equal(3, read.Summary.ByEnding["Completed"]);
        Assert.Equal(summary.Scorers[0].Mean, read.Summary.Scorers[0].Mean);
        Assert.Equal(Results.Select(r => r.ConversationId), read.Results.Select(r => r.ConversationId));
        Assert.Null(read.Results[2].Scores[0].Value);
    }

    [Fact]
    public void Before_its_end_an_experiment_has_whole_lines_and_no_summary()
    {
        using var writer = new ExperimentWriter(_folder.Path);
        writer.Add(Results[0]);

        Assert.EndsWith("}\n", File.ReadAllText(Path.Combine(_folder.Path, "results.jsonl")));
        Assert.Throws<InvalidDataException>(() => Experiment.Open(_folder.Path));
        Assert.Throws<ArgumentException>(() => ExperimentWriter.Check(_folder.Path));
    }

    [Fact]
    public void A_folder_without_an_experiment_is_refused()
    {
        Assert.Contains("it has no summary.json", Assert.Throws<InvalidDataException>(() => Experiment.Open(_folder.Path)).Message);
        Assert.Throws<DirectoryNotFoundException>(() => Experiment.Open("nowhere"));
    }
}
