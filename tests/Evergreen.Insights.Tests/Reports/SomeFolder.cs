using System.Text.Json;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Reports;

/// <summary>Folders of runs and experiments, with conversations of the test's own.</summary>
internal static class SomeFolder
{
    /// <summary>Two releases, v2 of which says more and tries again.</summary>
    public static Release? Release(string name) => name switch
    {
        "v1" => new("v1", "You help.", "v1.md", ["delivered"], new(0)),
        "v2" => new("v2", "You help.\n- **Late shipments**: refund the shipping.", "v2.md", ["delivered"], new(2)),
        _ => null,
    };

    /// <summary>Writes a run's folder and returns its path.</summary>
    public static string WriteRun(this TemporaryFolder temporary, string name, params IReadOnlyList<ConversationRecord> conversations)
    {
        var record = new RunRecord
        {
            Run = new RunInfo(name, $"{name}@2026-05-04", RunStatus.Completed, Some.Noon),
            Options = new Dictionary<string, string?> { ["release"] = name },
        };
        temporary.Write($"{name}/run.json", JsonSerializer.Serialize(record, TranscriptJson.Default.RunRecord));
        temporary.Write($"{name}/conversations.jsonl", Lines(conversations, c => JsonSerializer.Serialize(c, TranscriptJson.Default.ConversationRecord)));
        return Path.Combine(temporary.Path, name);
    }

    public static void WriteSpans(this TemporaryFolder temporary, string name, params IReadOnlyList<SpanRow> spans) =>
        temporary.Write($"{name}/spans.jsonl", Lines(spans, s => JsonSerializer.Serialize(s, TranscriptJson.Default.SpanRow)));

    /// <summary>Makes an experiment of a run's folder: its conversations by their scores on "resolution".</summary>
    public static void WriteExperiment(this TemporaryFolder temporary, string name, params (string Conversation, double? Score)[] scores)
    {
        ExperimentResult[] results = [.. scores.Select(s => new ExperimentResult(
            s.Conversation.Split('#')[0], 1, s.Conversation, Ending.Completed, [new Score("resolution", s.Score, "as it should be")]))];
        var summary = new ExperimentSummary
        {
            Name = name,
            Release = "v1",
            Model = "rehearsal",
            Dataset = "sizing",
            DatasetVersion = "123",
            Trials = 1,
            CreatedAt = Some.Noon,
            Scorers = Experiment.Summarize(results, [("resolution", ScoreScale.Verdict)]),
        };
        temporary.Write($"{name}/summary.json", JsonSerializer.Serialize(summary, ExperimentJson.Default.ExperimentSummary));
        temporary.Write($"{name}/results.jsonl", Lines(results, r => JsonSerializer.Serialize(r, ExperimentJson.Default.ExperimentResult)));
    }

    /// <summary>Reads a run's conversations by two facets and sorts them: a task for all, a sentiment of which parcels are negative.</summary>
    public static async Task WriteTopicsAsync(string folder)
    {
        FacetReading[] readings = [.. RunFolder.Open(folder).Conversations.Select(c => new FacetReading(c, new Dictionary<string, FacetAnswer>
        {
            [Facet.Task] = new("The customer asks something."),
            [Facet.Sentiment] = c.Messages[0].Content!.Contains("parcel", StringComparison.OrdinalIgnoreCase)
                ? new("the parcel is late") { Sentiment = Sentiment.Negative }
                : new(null) { Sentiment = Sentiment.Neutral },
        }))];
        TopicFiles.Save(folder, await new RunTopicsMapper(new TopicOptions()).MapAsync(readings), readings);
    }

    public static ConversationRecord[] Conversations(IReadOnlyList<TopicText> texts) =>
        [.. texts.Select(t => Some.Conversation() with { Id = t.Id, Messages = [new Message("user", t.Text), new Message("assistant", "I see.")] })];

    private static string Lines<T>(IEnumerable<T> rows, Func<T, string> line) => string.Concat(rows.Select(r => line(r) + "\n"));
}
