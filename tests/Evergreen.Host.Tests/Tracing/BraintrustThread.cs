using System.Text.Json;

namespace Evergreen.Host.Tests.Tracing;

/// <summary>
/// A conversation put together from its spans as Braintrust's preprocessor is known to do it: messages of inputs and outputs in
/// the spans' order, each only once by its content; containers known by name are looked into one level deep.
/// </summary>
internal static class BraintrustThread
{
    private static readonly string[] Containers = ["messages", "prompt", "input", "output", "choices", "result", "response"];

    public static List<string> Of(IEnumerable<JsonElement> spans) =>
        [.. spans.SelectMany(span => Side(span, "input", "user").Concat(Side(span, "output", "assistant"))).Distinct()];

    /// <summary>What makes two messages the same one.</summary>
    public static string Message(JsonElement message) => string.Join('|', Value(message, "role"), Value(message, "content"), Value(message, "tool_call_id"), Value(message, "tool_calls"));

    private static IEnumerable<string> Side(JsonElement span, string side, string role) =>
        span.TryGetProperty(side, out var value) ? Messages(value, role, depth: 0) : [];

    private static IEnumerable<string> Messages(JsonElement value, string role, int depth) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => [string.Join('|', role, text, "", "")],
        JsonValueKind.Array => value.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.Object).SelectMany(each => Messages(each, role, depth)),
        JsonValueKind.Object when value.TryGetProperty("role", out _) => [Message(value)],
        JsonValueKind.Object when value.TryGetProperty("message", out var choice) && choice.ValueKind == JsonValueKind.Object => Messages(choice, role, depth),
        JsonValueKind.Object when depth == 0 => Containers.SelectMany(name => value.TryGetProperty(name, out var inner) ? Messages(inner, role, 1) : []),
        _ => [],
    };

    private static string Value(JsonElement message, string name) =>
        !message.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.GetRawText();
}
