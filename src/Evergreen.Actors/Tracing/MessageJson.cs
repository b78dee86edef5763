using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tracing;

/// <summary>Messages as JSON text, serialized once and joined into the many histories that contain them.</summary>
internal static class MessageJson
{
    public static string Of(Message message) => JsonSerializer.Serialize(message, TranscriptJson.Default.Message);

    public static RawJson Array(IEnumerable<string> messages) => new($"[{string.Join(',', messages)}]");

    /// <summary>A chat completion's <c>choices</c> with the one message.</summary>
    public static RawJson Choices(string message, string finishReason) =>
        new($$"""[{"index":0,"finish_reason":"{{finishReason}}","message":{{message}}}]""");

    /// <summary>Text that may be JSON: as it stands when it is, else as a JSON string.</summary>
    public static RawJson JsonOrString(string text) => IsValid(text) ? new RawJson(text) : RawJson.FromString(text);

    private static bool IsValid(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
