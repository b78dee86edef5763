using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Import;

/// <summary>Reads chat messages in the shapes in which they are logged.</summary>
internal static class ChatMessages
{
    // Names under which a list of messages is wrapped.
    private static readonly string[] Wrappers = ["messages", "choices", "message", "input", "output"];

    /// <summary>
    /// A list of messages, one message, a list of choices, a text, or one of these inside an object; anything else holds none.
    /// </summary>
    /// <param name="json">The value.</param>
    /// <param name="speaker">Whose a plain text is; null when it is no message.</param>
    /// <exception cref="FormatException">A message is malformed; the message says how.</exception>
    public static IReadOnlyList<Message> Read(JsonElement? json, string? speaker = null) => json switch
    {
        { ValueKind: JsonValueKind.String } text when speaker is not null => [new Message(speaker, text.GetString())],
        { ValueKind: JsonValueKind.Array } list => Numbered([.. list.EnumerateArray().SelectMany(item => Read(item, null))]),
        { ValueKind: JsonValueKind.Object } item when item.TryGetProperty("role", out var role) => [One(item, role)],
        { ValueKind: JsonValueKind.Object } item => Wrappers
            .Where(name => item.TryGetProperty(name, out _)).Take(1).SelectMany(name => Read(item.GetProperty(name), speaker)).ToList(),
        _ => [],
    };

    private static Message One(JsonElement json, JsonElement role) => new(Role(role), Content(json))
    {
        ToolCalls = ToolCalls(json),
        ToolCallId = json.TryGetProperty("tool_call_id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null,
    };

    private static string Role(JsonElement role) => (role.ValueKind == JsonValueKind.String ? role.GetString() : null) switch
    {
        "user" or "human" or "customer" => "user",
        "assistant" or "ai" or "agent" or "bot" => "assistant",
        "tool" or "function" => "tool",
        "system" or "developer" => "system",
        _ => throw new FormatException($"a message has the role {role.GetRawText()}; use user, assistant, tool or system"),
    };

    private static string? Content(JsonElement json)
    {
        if (!json.TryGetProperty("content", out var content) || content.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString(),
            JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(Part).OfType<string>()),
            JsonValueKind.Object => content.GetRawText(),
            _ => throw new FormatException($"a message's content is {content.GetRawText()}; give a text"),
        };
    }

    private static string? Part(JsonElement part) => part.ValueKind == JsonValueKind.String
        ? part.GetString()
        : part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;

    private static List<MessageToolCall>? ToolCalls(JsonElement json)
    {
        if (json.TryGetProperty("tool_calls", out var calls) && calls.ValueKind == JsonValueKind.Array && calls.GetArrayLength() > 0)
        {
            return [.. calls.EnumerateArray().Select(Call)];
        }

        return json.TryGetProperty("function_call", out var call) && call.ValueKind == JsonValueKind.Object
            ? [new MessageToolCall("", Function(call))]
            : null;
    }

    private static MessageToolCall Call(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object && call.TryGetProperty("function", out var function)
            ? new MessageToolCall(call.TryGetProperty("id", out var id) ? id.ToString() : "", Function(function))
            : throw new FormatException($"a tool call is {call.GetRawText()}; give an object with id and function");

    private static MessageFunction Function(JsonElement function)
    {
        if (function.ValueKind != JsonValueKind.Object || !function.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            throw new FormatException("a tool call has no function name");
        }

        return new MessageFunction(name.GetString()!, function.TryGetProperty("arguments", out var arguments)
            ? arguments.ValueKind == JsonValueKind.String ? arguments.GetString()! : arguments.GetRawText()
            : "{}");
    }

    /// <summary>Gives calls without an id one, and answers without an id the call they follow.</summary>
    private static List<Message> Numbered(List<Message> messages)
    {
        var waiting = new Queue<string>();
        var number = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].ToolCalls is { } calls)
            {
                var named = calls.Select(c => c.Id.Length > 0 ? c : c with { Id = $"call_{++number}" }).ToList();
                messages[i] = messages[i] with { ToolCalls = named };
                named.ForEach(c => waiting.Enqueue(c.Id));
            }
            else if (messages[i] is { Role: "tool", ToolCallId: null } && waiting.TryDequeue(out var id))
            {
                messages[i] = messages[i] with { ToolCallId = id };
            }
        }

        return messages;
    }
}
