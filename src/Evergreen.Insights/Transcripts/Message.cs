using System.Text.Json.Serialization;

namespace Evergreen.Insights.Transcripts;

/// <summary>A message in OpenAI's chat shape: what conversations.jsonl, span rows and datasets hold.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Content">The text; null on an assistant message that only calls tools.</param>
public sealed record Message(string Role, string? Content)
{
    /// <summary>The calls an assistant message makes; null when it makes none.</summary>
    public IReadOnlyList<MessageToolCall>? ToolCalls { get; init; }

    /// <summary>On a tool message: the call it answers.</summary>
    public string? ToolCallId { get; init; }
}

/// <summary>A tool call inside an assistant message.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Function">Name and arguments.</param>
public sealed record MessageToolCall(string Id, MessageFunction Function)
{
    /// <summary>Always <c>function</c>.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; init => field = value ?? "function"; } = "function";
}

/// <summary>The function a tool call names.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as JSON text, exactly as the model wrote them.</param>
public sealed record MessageFunction(string Name, string Arguments);
