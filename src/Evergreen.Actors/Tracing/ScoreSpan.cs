using System.Text.Json.Nodes;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tracing;

/// <summary>
/// The span of a score, below its conversation's root. A row of its own rather than scores merged into the root: the root may be
/// sent again, whole, and would wipe them out.
/// </summary>
internal static class ScoreSpan
{
    /// <summary>A verdict's row; one that could not be given has an error and no number.</summary>
    public static SpanRow Of(string runId, string conversationId, Score score, Period period)
    {
        var ids = new TraceIds(runId, conversationId);
        return new SpanRow
        {
            SpanId = ids.Score(score.Scorer),
            RootSpanId = ids.Root,
            SpanParents = [ids.Conversation],
            SpanAttributes = new SpanAttributes(score.Scorer, "score") { Purpose = "scorer" },
            Created = period.Start,
            Output = score.Value is { } value ? new RawJson(new JsonObject { ["score"] = value }.ToJsonString()) : null,
            Error = score.Value is null ? score.Reason : null,
            Metadata = new RawJson(new JsonObject { ["conversation_id"] = conversationId, ["rationale"] = score.Reason }.ToJsonString()),
            Metrics = period.Metrics(),
            Scores = score.Value is { } number ? new Dictionary<string, double> { [score.Scorer] = number } : null,
            Context = SpanWriter.Origin,
        };
    }
}
