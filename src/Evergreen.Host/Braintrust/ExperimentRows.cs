using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Insights.Datasets;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Braintrust;

/// <summary>
/// An experiment as Braintrust reads it: a trial is an <c>eval</c> span, below it the conversation's own spans and one span a
/// score. Cases are matched between experiments by their input, which is the dataset row's, word for word.
/// </summary>
internal sealed class ExperimentRows
{
    // The model spans carry these already; a second time they would be added up.
    private static readonly string[] OfModelSpans = ["tokens", "cost"];

    private readonly Dictionary<string, DatasetRow> _rows;
    private readonly Dictionary<string, ExperimentResult> _results;
    private readonly Dictionary<string, ScoreScale> _scales;
    private readonly string _datasetId;

    /// <param name="experiment">The experiment.</param>
    /// <param name="dataset">The rows it was made on.</param>
    /// <param name="datasetId">The dataset at Braintrust.</param>
    /// <exception cref="InvalidDataException">The dataset no longer has a row of the experiment's.</exception>
    public ExperimentRows(Experiment experiment, Dataset dataset, string datasetId)
    {
        _rows = dataset.Rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        _results = experiment.Results.ToDictionary(result => result.ConversationId, StringComparer.Ordinal);
        _scales = experiment.Summary.Scorers.ToDictionary(scorer => scorer.Scorer, scorer => scorer.Scale, StringComparer.Ordinal);
        _datasetId = datasetId;
        if (_results.Values.FirstOrDefault(result => !_rows.ContainsKey(result.CaseId)) is { } lost)
        {
            throw new InvalidDataException(
                $"experiment {experiment.Summary.Name}: the dataset has no row {lost.CaseId} any more; restore the file it was made on");
        }
    }

    /// <summary>The rows, one JSON object each, from the spans of the run that the experiment is.</summary>
    public IEnumerable<string> Of(IEnumerable<SpanRow> spans)
    {
        foreach (var span in spans)
        {
            if (span.SpanParents.Count > 0)
            {
                yield return ToJson(span);
                continue;
            }

            var metadata = span.Metadata!.Value.ToElement();
            if (!_results.TryGetValue(metadata.GetProperty("conversation_id").GetString()!, out var result))
            {
                continue;
            }

            var eval = Hex($"{span.RootSpanId}/eval");
            yield return ToJson(span with { SpanParents = [eval], Tags = null });
            yield return Eval(span, eval, result, metadata).ToJsonString();
            foreach (var score in result.Scores.Where(score => _scales.GetValueOrDefault(score.Scorer) == ScoreScale.Verdict))
            {
                yield return Scored(span, eval, result, score).ToJsonString();
            }
        }
    }

    private JsonObject Eval(SpanRow conversation, string id, ExperimentResult result, JsonElement metadata)
    {
        var metrics = new JsonObject { ["start"] = conversation.Metrics["start"], ["end"] = conversation.Metrics["end"] };
        foreach (var amount in result.Scores.Where(score =>
            score.Value is not null && _scales.GetValueOrDefault(score.Scorer) == ScoreScale.Amount && !OfModelSpans.Contains(score.Scorer)))
        {
            metrics[amount.Scorer] = amount.Value;
        }

        var row = Row(conversation, id, "eval", "eval");
        row["span_parents"] = new JsonArray();
        AddCase(row, conversation, result);
        row["metadata"] = new JsonObject
        {
            ["case_id"] = result.CaseId,
            ["trial"] = result.Trial,
            ["conversation_id"] = result.ConversationId,
            ["ending"] = result.Ending.ToString(),
            ["release"] = metadata.GetProperty("release").GetString(),
            ["category"] = metadata.GetProperty("category").GetString(),
        };
        row["metrics"] = metrics;
        row["tags"] = conversation.Tags is null ? null : new JsonArray([.. conversation.Tags.Select(tag => (JsonNode)tag)]);
        row["origin"] = new JsonObject { ["object_type"] = "dataset", ["object_id"] = _datasetId, ["id"] = result.CaseId };
        return row;
    }

    private JsonObject Scored(SpanRow conversation, string eval, ExperimentResult result, Score score)
    {
        var row = Row(conversation, Hex($"{conversation.RootSpanId}/score/{score.Scorer}"), score.Scorer, "score");
        row["span_attributes"]!["purpose"] = "scorer";
        row["span_parents"] = new JsonArray(eval);
        var judged = new JsonObject();
        AddCase(judged, conversation, result);
        row["input"] = judged;
        row["output"] = new JsonObject { ["score"] = score.Value };
        row["scores"] = new JsonObject { [score.Scorer] = score.Value };
        row["metadata"] = new JsonObject { ["reason"] = score.Reason };
        return row;
    }

    private void AddCase(JsonObject to, SpanRow conversation, ExperimentResult result)
    {
        var row = _rows[result.CaseId];
        to["input"] = row.Input;
        to["output"] = conversation.Output is { } output ? JsonNode.Parse(output.Text) : null;
        to["expected"] = JsonNode.Parse(DatasetFile.ToJson(row))!["expected"]?.DeepClone();
    }

    private static JsonObject Row(SpanRow conversation, string id, string name, string type) => new()
    {
        ["id"] = $"{conversation.RootSpanId}:{id}",
        ["span_id"] = id,
        ["root_span_id"] = conversation.RootSpanId,
        ["span_attributes"] = new JsonObject { ["name"] = name, ["type"] = type },
        ["created"] = JsonSerializer.SerializeToNode(conversation, TranscriptJson.Default.SpanRow)!["created"]!.DeepClone(),
    };

    private static string ToJson(SpanRow row) => JsonSerializer.Serialize(row, TranscriptJson.Default.SpanRow);

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
