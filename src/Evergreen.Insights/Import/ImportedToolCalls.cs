using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Import;

/// <summary>
/// Tool calls as the messages tell them. A result says its status by <c>status_code</c> or by an error, and nothing found is 404;
/// where no result was logged the status is 0, unknown. Attempts are not in the messages, so each call counts as one.
/// </summary>
internal static class ImportedToolCalls
{
    public static IReadOnlyList<ToolCallRecord> Of(IReadOnlyList<Message> messages)
    {
        var calls = new List<ToolCallRecord>();
        var turn = 0;
        for (var i = 0; i < messages.Count; i++)
        {
            turn += messages[i].Role == "user" ? 1 : 0;
            foreach (var call in messages[i].ToolCalls ?? [])
            {
                var answer = messages.Skip(i + 1).TakeWhile(m => m.Role == "tool").FirstOrDefault(m => m.ToolCallId == call.Id);
                calls.Add(Record(call, Math.Max(turn, 1), answer?.Content));
            }
        }

        return calls;
    }

    private static ToolCallRecord Record(MessageToolCall call, int turn, string? answer)
    {
        var result = answer is null ? new RawJson("null") : AsJson(answer);
        var body = result.ToElement();
        var code = Field(body, "code") ?? Field(body, "error_code");
        return new ToolCallRecord(call.Id, turn, call.Function.Name, AsJson(call.Function.Arguments), Status(answer, body), 1)
        {
            ErrorCode = code is { ValueKind: JsonValueKind.String } text ? text.GetString() : null,
            Result = result,
        };
    }

    private static int Status(string? answer, JsonElement body) =>
        answer is null ? 0
        : Field(body, "status_code") is { ValueKind: JsonValueKind.Number } status && status.TryGetInt32(out var given) ? given
        : body.ValueKind == JsonValueKind.Null ? 404
        : Field(body, "error") is not null ? 500
        : 200;

    private static JsonElement? Field(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static RawJson AsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return new RawJson(text);
        }
        catch (JsonException)
        {
            return RawJson.FromString(text);
        }
    }
}
