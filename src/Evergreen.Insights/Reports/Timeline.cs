using System.Text.Json;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Reports;

/// <summary>A span on a conversation's time line.</summary>
/// <param name="Kind"><c>turn</c>, <c>model</c> or <c>tool</c>.</param>
/// <param name="Name">The span's name.</param>
/// <param name="Start">Seconds since the conversation began.</param>
/// <param name="End">Seconds since the conversation began.</param>
public sealed record TimelineSpan(string Kind, string Name, double Start, double End)
{
    /// <summary>Of a tool span: the call it is of.</summary>
    public string? Call { get; init; }
}

/// <summary>Conversations on a time line, out of their spans.</summary>
internal static class Timeline
{
    private const int Milliseconds = 3;

    /// <summary>Reads spans once, in any order.</summary>
    /// <returns>By conversation id, its turns, model calls and tool calls by their beginning. A trace without its root is left out.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<TimelineSpan>> Read(IEnumerable<SpanRow> spans)
    {
        var roots = new Dictionary<string, (string Conversation, double Start)>(StringComparer.Ordinal);
        var traces = new Dictionary<string, List<TimelineSpan>>(StringComparer.Ordinal);
        foreach (var span in spans)
        {
            // Scores are given after the conversation.
            if (span.SpanAttributes.Type == "score" || !span.Metrics.TryGetValue("start", out var start) || !span.Metrics.TryGetValue("end", out var end))
            {
                continue;
            }

            if (span.SpanParents.Count > 0)
            {
                var trace = traces.TryGetValue(span.RootSpanId, out var known) ? known : traces[span.RootSpanId] = [];
                trace.Add(new TimelineSpan(Kind(span.SpanAttributes.Type), span.SpanAttributes.Name, start, end)
                {
                    Call = span.SpanAttributes.Type == "tool" ? Text(span.Metadata, "tool_call_id") : null,
                });
            }
            else if (Text(span.Metadata, "conversation_id") is { } conversation)
            {
                roots[span.RootSpanId] = (conversation, start);
            }
        }

        return roots.ToDictionary(
            root => root.Value.Conversation,
            root => (IReadOnlyList<TimelineSpan>)[.. traces.GetValueOrDefault(root.Key, [])
                .OrderBy(span => span.Start).ThenByDescending(span => span.End)
                .Select(span => span with { Start = Since(root.Value.Start, span.Start), End = Since(root.Value.Start, span.End) })],
            StringComparer.Ordinal);
    }

    private static string Kind(string type) => type switch { "llm" => "model", "tool" => "tool", _ => "turn" };

    private static double Since(double start, double moment) => Math.Round(Math.Max(0, moment - start), Milliseconds);

    private static string? Text(RawJson? metadata, string name) =>
        metadata?.ToElement() is { ValueKind: JsonValueKind.Object } fields
        && fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
