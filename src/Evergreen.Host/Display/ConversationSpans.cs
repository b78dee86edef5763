using System.Runtime.InteropServices;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Display;

/// <summary>What a conversation's spans say about time.</summary>
/// <param name="ToolSeconds">Seconds of each tool call by its id, backoff included.</param>
/// <param name="ModelSeconds">Seconds of the agent's model calls, in order.</param>
internal sealed record ConversationSpans(IReadOnlyDictionary<string, double> ToolSeconds, IReadOnlyList<double> ModelSeconds)
{
    /// <summary>
    /// Reads a run's spans up to the conversation's root, which names it and is written last. Until then what the spans of every
    /// open trace say about time is kept.
    /// </summary>
    public static ConversationSpans Read(RunFolder run, string conversationId)
    {
        var open = new Dictionary<string, List<SpanRow>>(StringComparer.Ordinal);
        foreach (var span in run.Spans)
        {
            if (span.SpanAttributes.Type is "tool" or "llm")
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(open, span.RootSpanId, out _) ??= []).Add(span with { Input = null, Output = null });
            }
            else if (span.SpanParents.Count == 0)
            {
                open.Remove(span.RootSpanId, out var spans);
                if (Text(span.Metadata, "conversation_id") == conversationId)
                {
                    return Of(spans ?? []);
                }
            }
        }

        return Of([]);
    }

    private static ConversationSpans Of(IReadOnlyList<SpanRow> spans) => new(
        spans.Where(span => span.SpanAttributes.Type == "tool" && Text(span.Metadata, "tool_call_id") is not null)
            .DistinctBy(span => Text(span.Metadata, "tool_call_id"))
            .ToDictionary(span => Text(span.Metadata, "tool_call_id")!, Seconds),
        [.. spans.Where(span => span.SpanAttributes.Type == "llm").OrderBy(span => span.SpanAttributes.ExecCounter).Select(Seconds)]);

    private static double Seconds(SpanRow span) =>
        span.Metrics.TryGetValue("start", out var start) && span.Metrics.TryGetValue("end", out var end) ? end - start : 0;

    private static string? Text(RawJson? metadata, string name) =>
        metadata?.ToElement().TryGetProperty(name, out var value) == true ? value.GetString() : null;
}
