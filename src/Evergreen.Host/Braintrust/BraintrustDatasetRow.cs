using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Insights.Datasets;

namespace Evergreen.Host.Braintrust;

/// <summary>A dataset's row as Braintrust keeps it: the same id, the source among the metadata.</summary>
internal static class BraintrustDatasetRow
{
    /// <summary>The row as an event of the insert route.</summary>
    public static string ToEvent(DatasetRow row)
    {
        var written = JsonNode.Parse(DatasetFile.ToJson(row))!.AsObject();
        if (written.Remove("source", out var source))
        {
            written["metadata"]!["source"] = source;
        }

        return written.ToJsonString();
    }

    /// <summary>The line of a dataset's file that a fetched row comes to; what a dataset's file does not know is left out.</summary>
    /// <exception cref="InvalidDataException">The input is no text.</exception>
    public static string ToLine(JsonElement row)
    {
        var id = BraintrustClient.Text(row, "id");
        if (!row.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.String)
        {
            throw new InvalidDataException($"row {id} at Braintrust: its input is no text; a row here is the customer's messages, joined by a line {DatasetRow.Separator}");
        }

        var line = new JsonObject { ["input"] = input.GetString() };
        if (row.TryGetProperty("expected", out var expected) && expected.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
        {
            line["expected"] = expected.ValueKind is JsonValueKind.String or JsonValueKind.Object
                ? JsonNode.Parse(expected.GetRawText())
                : expected.GetRawText();
        }

        if (row.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            line["metadata"] = Known(metadata, "num_customer_messages", "num_turns", "category", "scenario_id");
            if (metadata.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.Object)
            {
                line["source"] = Known(source, "run", "conversation");
            }
        }

        return line.ToJsonString();
    }

    private static JsonObject Known(JsonElement json, params ReadOnlySpan<string> fields)
    {
        var known = new JsonObject();
        foreach (var field in fields)
        {
            if (json.TryGetProperty(field, out var value))
            {
                known[field] = JsonNode.Parse(value.GetRawText());
            }
        }

        return known;
    }
}
