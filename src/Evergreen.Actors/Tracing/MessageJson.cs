using System.Text;
using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tracing;

/// <summary>Messages as JSON, serialized once and joined into the many histories that contain them.</summary>
internal static class MessageJson
{
    public static RawJson Of(Message message) => new(JsonSerializer.SerializeToUtf8Bytes(message, TranscriptJson.Default.Message));

    /// <summary>A chat completion's <c>choices</c> with the one message.</summary>
    public static RawJson Choices(RawJson message, string finishReason) => new(
        (byte[])[.. """[{"index":0,"finish_reason":"""u8, .. RawJson.FromString(finishReason).AsSpan(), .. ",\"message\":"u8, .. message.AsSpan(), .. "}]"u8]);

    /// <summary>Text that may be JSON: as it stands when it is, else as a JSON string.</summary>
    public static RawJson JsonOrString(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return IsValid(utf8) ? new RawJson(utf8) : RawJson.FromString(text);
    }

    private static bool IsValid(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>A JSON array that grows at its end.</summary>
internal sealed class JsonArrayText
{
    private byte[] _text = new byte[8 * 1024];
    private int _length = 2;

    public JsonArrayText() => "[]"u8.CopyTo(_text);

    /// <summary>The array as it is; good until the next element is added.</summary>
    public RawJson ToJson() => new(_text.AsMemory(0, _length));

    public void Add(RawJson element)
    {
        var json = element.AsSpan();
        var needed = _length + 1 + json.Length;
        if (needed > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(needed, 2 * _text.Length));
        }

        var end = _length - 1;
        if (end > 1)
        {
            _text[end++] = (byte)',';
        }

        json.CopyTo(_text.AsSpan(end));
        _text[end + json.Length] = (byte)']';
        _length = end + json.Length + 1;
    }
}
