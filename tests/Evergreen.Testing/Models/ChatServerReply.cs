using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Evergreen.Testing.Models;

/// <summary>What the server sends, or does instead of sending.</summary>
public sealed record ChatServerReply
{
    /// <summary>The HTTP status. Default 200.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>The content type. Default JSON.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Further headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the answer takes. Default none.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Never answers.</summary>
    public bool Hangs { get; init; }

    /// <summary>Sends half the body and drops the connection.</summary>
    public bool CutInHalf { get; init; }

    /// <summary>Never answers.</summary>
    public static ChatServerReply Hang { get; } = new() { Hangs = true };

    /// <summary>A plain answer.</summary>
    public static ChatServerReply Say(string text) => Choose(Choice(new JsonObject { ["role"] = "assistant", ["content"] = text }, "stop"));

    /// <summary>An answer that asks for tools.</summary>
    public static ChatServerReply Call(params (string Id, string Name, string Arguments)[] calls) => Choose(Choice(
        new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray([.. calls.Select(call => new JsonObject
            {
                ["id"] = call.Id,
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
            })]),
        },
        "tool_calls"));

    /// <summary>One choice of a chat completion.</summary>
    public static JsonNode Choice(JsonNode message, string finishReason) =>
        new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finishReason };

    /// <summary>A chat completion with these choices.</summary>
    public static ChatServerReply Choose(params JsonNode[] choices) => Json(new JsonObject
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1_700_000_000,
        ["model"] = "stub-1",
        ["choices"] = new JsonArray([.. choices]),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 100, ["completion_tokens"] = 10, ["total_tokens"] = 110 },
    });

    /// <summary>Any JSON.</summary>
    public static ChatServerReply Json(JsonNode body) => Text(body.ToJsonString());

    /// <summary>Any text.</summary>
    public static ChatServerReply Text(string body) => new() { Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>An error as OpenAI words it.</summary>
    public static ChatServerReply Error(int status, string message, string? code = null, double? retryAfter = null) =>
        Json(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = null, ["param"] = null, ["code"] = code } }) with
        {
            Status = status,
            Headers = retryAfter is { } seconds
                ? new Dictionary<string, string> { ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture) }
                : new Dictionary<string, string>(),
        };
}
