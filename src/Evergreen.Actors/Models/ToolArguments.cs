using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>
/// The arguments of a tool call as the model wrote them. A model may write anything; the text is kept so that the tool can answer
/// with an error that fits and the trace shows what was written.
/// </summary>
public static class ToolArguments
{
    /// <summary>The key in <see cref="AIContent.AdditionalProperties"/> under which a provider keeps the text.</summary>
    public const string RawText = "raw_arguments";

    private static readonly JsonSerializerOptions OnOneLine = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>A call with <paramref name="text"/> as its arguments, parsed as far as it is a JSON object.</summary>
    /// <returns>A call whose <see cref="FunctionCallContent.Exception"/> is set when the text is not a JSON object.</returns>
    public static FunctionCallContent Call(string callId, string name, string text)
    {
        var call = FunctionCallContent.CreateFromParsedArguments(text, callId, name, Parse);
        Keep(call, text);
        return call;
    }

    /// <summary>Keeps <paramref name="text"/> with <paramref name="call"/>.</summary>
    public static void Keep(FunctionCallContent call, string text) => (call.AdditionalProperties ??= [])[RawText] = text;

    /// <summary>The text that was kept, or the parsed arguments as JSON when none was.</summary>
    public static string TextOf(FunctionCallContent call) =>
        call.AdditionalProperties?.GetValueOrDefault(RawText) as string
        ?? JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), OnOneLine);

    private static Dictionary<string, object?> Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => (object?)field.Value.Clone());
    }
}
