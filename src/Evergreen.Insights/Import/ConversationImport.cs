using System.Text.Json;
using Evergreen.Insights.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Import;

/// <summary>
/// Reads other people's conversations from JSON lines: OpenAI-style <c>messages</c>, Braintrust spans (several rows make one
/// trace), or Braintrust rows with one conversation each. System messages are left out. What a file does not say stays
/// <c>unknown</c>, or for the category <c>imported</c>.
/// </summary>
public static class ConversationImport
{
    private const string OneALine = "give one JSON object a line (jq -c '.[]' makes them from a list)";

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="importedAt">When conversations are said to have begun that do not say it themselves.</param>
    /// <returns>The conversations in the order of the file, at least one.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is no conversation, or an id comes twice; one line a problem.</exception>
    public static IReadOnlyList<ConversationRecord> Load(string path, DateTimeOffset importedAt)
    {
        InputPath.RequireFile(path, "give a file with one JSON object a line");

        var problems = new FileProblems(path);
        var conversations = Group(ReadRows(path, problems)).Select(rows => Convert(rows, importedAt, problems)).ToList();
        var linesById = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (line, conversation) in conversations)
        {
            if (conversation is not null && !linesById.TryAdd(conversation.Id, line))
            {
                problems.Add(line, $"the conversation's id \"{conversation.Id}\" is that of line {linesById[conversation.Id]} already");
            }
        }

        if (conversations.Count == 0 && problems.AreNone)
        {
            problems.Add(1, "no conversations; give one JSON object a line");
        }

        problems.ThrowIfAny();
        return [.. conversations.Select(c => c.Conversation!)];
    }

    private static List<ImportedRow> ReadRows(string path, FileProblems problems)
    {
        var rows = new List<ImportedRow>();
        foreach (var line in Utf8Lines.Read(path).Where(line => !line.IsBlank))
        {
            try
            {
                using var document = JsonDocument.Parse(line.Bytes);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    rows.Add(new ImportedRow(line.Number, document.RootElement.Clone()));
                }
                else
                {
                    problems.Add(line.Number, $"the line is no object; {OneALine}");
                }
            }
            catch (JsonException e)
            {
                problems.Add(line.Number, $"{JsonMistake.Reason(e)}; {OneALine}");
            }
        }

        return rows;
    }

    /// <summary>The rows of one trace belong together, wherever they stand; every other row is a conversation of its own.</summary>
    private static IEnumerable<IReadOnlyList<ImportedRow>> Group(List<ImportedRow> rows) =>
        rows.GroupBy(row => row.TraceId ?? $"line {row.Line}", StringComparer.Ordinal).Select(group => group.ToList());

    private static (int Line, ConversationRecord? Conversation) Convert(
        IReadOnlyList<ImportedRow> rows, DateTimeOffset importedAt, FileProblems problems)
    {
        var line = rows[0].Line;
        try
        {
            var messages = TraceMessages.Of(rows);
            if (messages.Any(m => m.Role == "user"))
            {
                return (line, Record(rows[0].TraceId is null ? rows[0] : TraceMessages.Root(rows), line, messages, importedAt));
            }

            problems.Add(line, rows[0].TraceId is { } trace
                ? $"trace {trace} holds no customer message; its root or a model call must have the chat messages as input"
                : "the conversation holds no customer message; give \"messages\" with role user, or \"input\" and \"output\"");
        }
        catch (FormatException e)
        {
            problems.Add(line, e.Message);
        }

        return (line, null);
    }

    private static ConversationRecord Record(
        ImportedRow row, int line, IReadOnlyList<Message> messages, DateTimeOffset importedAt)
    {
        var calls = ImportedToolCalls.Of(messages);
        var id = row.Text("conversation_id") ?? row.Own("id") ?? row.TraceId ?? $"line-{line}";
        return new ConversationRecord
        {
            Id = id,
            ScenarioId = row.Text("scenario_id") ?? id,
            Category = row.Text("category") ?? "imported",
            Release = row.Text("release") ?? row.Text("prompt_version") ?? "unknown",
            Model = row.Text("model") ?? row.Text("bot_model") ?? "unknown",
            Ending = calls.Any(c => c is { Name: "escalate_to_human", Status: < 300 }) ? Ending.Escalated : Ending.Completed,
            Turns = messages.Count(m => m.Role == "user"),
            Messages = messages,
            ToolCalls = calls,
            ShopChanges = [],
            Usage = new Usage(
                messages.Count(m => m.Role == "assistant"), (long)(row.Metric("prompt_tokens") ?? 0), (long)(row.Metric("completion_tokens") ?? 0)),
            Timing = new Timing(
                row.Created ?? importedAt, row.Metric("end") - row.Metric("start") is { } seconds and >= 0 ? seconds : 0, 0),
        };
    }
}
