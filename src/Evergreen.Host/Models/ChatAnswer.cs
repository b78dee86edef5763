using System.Text.Json;
using Evergreen.Actors.Models;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Models;

/// <summary>
/// Reads a chat completion as servers really send it: several tool calls, arguments that are no JSON, a missing usage, an unknown
/// finish reason. What cannot be read as one at all is a bad answer.
/// </summary>
internal static class ChatAnswer
{
    /// <exception cref="ProviderException">The body is no chat completion.</exception>
    public static ChatResponse Read(ReadOnlyMemory<byte> body, string? contentType)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement) ?? throw Bad(contentType, Error(document.RootElement) ?? "it holds no choices");
        }
        catch (JsonException exception)
        {
            throw Bad(contentType, exception.Message, exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw Bad(contentType, $"a field is of another kind: {exception.Message}", exception);
        }
    }

    private static ChatResponse? Read(JsonElement completion)
    {
        if (Field(completion, "choices") is not { ValueKind: JsonValueKind.Array } choices
            || choices.GetArrayLength() == 0
            || Field(choices[0], "message") is not { } answer)
        {
            return null;
        }

        var id = Text(completion, "id");
        var message = new ChatMessage { Role = ChatRole.Assistant, MessageId = id };
        AddWords(message, answer);
        AddCalls(message, answer);
        return new ChatResponse(message)
        {
            ResponseId = id,
            ModelId = Text(completion, "model"),
            FinishReason = Text(choices[0], "finish_reason") is { Length: > 0 } reason ? new ChatFinishReason(reason) : null,
            Usage = Field(completion, "usage") is { } usage ? Use(usage) : null,
        };
    }

    private static void AddWords(ChatMessage message, JsonElement answer)
    {
        switch (Field(answer, "content"))
        {
            case { ValueKind: JsonValueKind.String } text:
                message.Contents.Add(new TextContent(text.GetString()));
                break;
            case { ValueKind: JsonValueKind.Array } parts:
                foreach (var part in parts.EnumerateArray())
                {
                    message.Contents.Add(new TextContent(Text(part, "text")));
                }

                break;
        }

        if (Text(answer, "refusal") is { Length: > 0 } refusal)
        {
            message.Contents.Add(new ErrorContent(refusal) { ErrorCode = "Refusal" });
        }
    }

    private static void AddCalls(ChatMessage message, JsonElement answer)
    {
        if (Field(answer, "tool_calls") is not { } calls)
        {
            return;
        }

        foreach (var call in calls.EnumerateArray())
        {
            var function = Field(call, "function") ?? throw new FormatException("a tool call without a function");

            // Some servers send the arguments as an object instead of its text.
            var arguments = Field(function, "arguments") is { } given
                ? given.ValueKind == JsonValueKind.String ? given.GetString()! : given.GetRawText()
                : "";
            message.Contents.Add(ToolArguments.Call(Text(call, "id") ?? "", Text(function, "name") ?? "", arguments));
        }
    }

    private static UsageDetails Use(JsonElement usage) => new()
    {
        InputTokenCount = Count(usage, "prompt_tokens"),
        OutputTokenCount = Count(usage, "completion_tokens"),
        TotalTokenCount = Count(usage, "total_tokens"),
        CachedInputTokenCount = Field(usage, "prompt_tokens_details") is { } prompt ? Count(prompt, "cached_tokens") : null,
        ReasoningTokenCount = Field(usage, "completion_tokens_details") is { } completion ? Count(completion, "reasoning_tokens") : null,
    };

    private static string? Error(JsonElement body) => Field(body, "error") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } error => Text(error, "message"),
        _ => null,
    };

    private static long? Count(JsonElement element, string name) => Field(element, name) is { } count ? count.GetInt64() : null;

    private static string? Text(JsonElement element, string name) => Field(element, name) is { } text ? text.GetString() : null;

    // A field that is null is a field that is not there.
    private static JsonElement? Field(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static ProviderException Bad(string? contentType, string why, Exception? cause = null) => new(
        ProviderFault.BadAnswer, $"the answer is no chat completion (content type {contentType ?? "unknown"}): {why}", cause);
}
