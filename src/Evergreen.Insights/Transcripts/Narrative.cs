using System.Globalization;
using System.Text;

namespace Evergreen.Insights.Transcripts;

/// <summary>
/// A conversation as a text that a reader, human or model, can follow: who said what, which tools were called and what came of
/// it, how it ended and what it changed. A line that continues another is indented, so that no message can pass for somebody
/// else's.
/// </summary>
public static class Narrative
{
    /// <summary>What starts a customer's message.</summary>
    public const string Customer = "Customer: ";

    /// <summary>What starts an agent's message.</summary>
    public const string Agent = "Agent: ";

    /// <summary>What starts a tool call.</summary>
    public const string Tool = "Tool: ";

    /// <summary>What starts a row the conversation added to or changed in the shop.</summary>
    public const string Shop = "Shop: ";

    /// <summary>What starts the last line.</summary>
    public const string Ended = "Ended: ";

    // Enough for an order with all its columns; a longer result is cut, and says so.
    private const int LongestResult = 1500;

    /// <summary>Tells a conversation.</summary>
    public static string Of(ConversationRecord conversation)
    {
        var text = new StringBuilder();
        var outcomes = Outcomes(conversation);
        foreach (var message in conversation.Messages)
        {
            Tell(text, message, outcomes);
        }

        foreach (var change in conversation.ShopChanges)
        {
            Append(text, Shop, $"{change.Change} {change.Table} {change.Row.Text}");
        }

        Append(text, Ended, conversation.Ending + (conversation.EndingReason is { } reason ? $" ({reason})" : ""));
        return text.ToString();
    }

    // Some servers number the calls of every answer anew, so that an id stands for several calls, in order.
    private static Dictionary<string, Queue<string>> Outcomes(ConversationRecord conversation)
    {
        var told = conversation.ToolCalls.Count > 0
            ? conversation.ToolCalls.Select(c => (c.Id, Text: Outcome(c)))
            : conversation.Messages.Where(m => m.ToolCallId is not null).Select(m => (Id: m.ToolCallId!, Text: Shorten(m.Content ?? "")));
        return told.GroupBy(t => t.Id, t => t.Text, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<string>(g), StringComparer.Ordinal);
    }

    private static void Tell(StringBuilder text, Message message, Dictionary<string, Queue<string>> outcomes)
    {
        if (message is { Role: "user" or "assistant", Content: { Length: > 0 } said })
        {
            Append(text, message.Role == "user" ? Customer : Agent, said);
        }

        foreach (var asked in message.ToolCalls ?? [])
        {
            var outcome = outcomes.TryGetValue(asked.Id, out var answers) && answers.TryDequeue(out var answer) ? answer : "no answer";
            Append(text, Tool, $"{asked.Function.Name} {OneLine(asked.Function.Arguments)} -> {outcome}");
        }
    }

    private static string Outcome(ToolCallRecord call)
    {
        var error = call.ErrorCode is { } code ? $" {code}" : "";
        var attempts = call.Attempts == 1 ? "" : $" after {call.Attempts} attempts";
        return string.Create(CultureInfo.InvariantCulture, $"{call.Status}{error}{attempts} {Shorten(call.Result.Text)}");
    }

    /// <summary>Arguments that a model has laid out over several lines.</summary>
    private static string OneLine(string json) => string.Join(' ', json.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()));

    private static string Shorten(string result) => result.Length <= LongestResult
        ? result
        : $"{result[..LongestResult]} ... ({result.Length - LongestResult} more characters)";

    private static void Append(StringBuilder text, string start, string content) =>
        text.Append(start).AppendJoin("\n  ", content.ReplaceLineEndings("\n").Trim().Split('\n')).Append('\n');
}
