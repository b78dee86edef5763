using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Import;

/// <summary>Finds the conversation in the rows of a trace, or in a row that is one by itself.</summary>
internal static class TraceMessages
{
    /// <summary>The span without a parent, or the first one when none is.</summary>
    public static ImportedRow Root(IReadOnlyList<ImportedRow> rows) => rows.FirstOrDefault(r => r.IsRoot) ?? rows[0];

    /// <summary>The messages, system prompts aside; empty when there are none.</summary>
    /// <exception cref="FormatException">A message is malformed.</exception>
    public static IReadOnlyList<Message> Of(IReadOnlyList<ImportedRow> rows)
    {
        var root = Root(rows);
        if (root["messages"] is { } messages)
        {
            return Spoken(ChatMessages.Read(messages));
        }

        // The root holds the whole history where people follow the convention; else the last model call has seen most of it.
        var sources = root.TraceId is null
            ? [root]
            : rows.Where(r => r.SpanType == "llm").OrderByDescending(r => r.Metric("start") ?? 0).Prepend(root);
        return sources.Select(Whole).FirstOrDefault(m => m.Any(message => message.Role == "user")) ?? [];
    }

    private static IReadOnlyList<Message> Whole(ImportedRow row)
    {
        var said = ChatMessages.Read(row["input"], "user");
        var answered = ChatMessages.Read(row["output"], "assistant");
        // Some log the answer twice: as the output, and as the end of the history.
        var repeated = answered.Count > 0 && said.Count >= answered.Count
            && said.TakeLast(answered.Count).Zip(answered).All(pair => pair.First.Role == pair.Second.Role && pair.First.Content == pair.Second.Content);
        return Spoken(repeated ? said : [.. said, .. answered]);
    }

    private static List<Message> Spoken(IEnumerable<Message> messages) => [.. messages.Where(m => m.Role != "system")];
}
