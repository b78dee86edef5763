using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Evergreen.Insights.Transcripts;

/// <summary>
/// JSON that is carried and written as it stands. A conversation's history goes into many span rows; as UTF-8 it is serialized
/// once, and it crosses process borders unchanged.
/// </summary>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson
{
    private readonly ReadOnlyMemory<byte> _utf8;

    /// <param name="text">One valid JSON value.</param>
    public RawJson(string text) => Text = text;

    /// <param name="utf8">One valid JSON value; it must not change any more.</param>
    public RawJson(ReadOnlyMemory<byte> utf8) => _utf8 = OnOneLine(utf8);

    /// <summary>The value as text.</summary>
    public string Text
    {
        get => Encoding.UTF8.GetString(_utf8.Span);
        init => _utf8 = OnOneLine(Encoding.UTF8.GetBytes(value));
    }

    /// <summary>The text as a JSON string value.</summary>
    public static RawJson FromString(string text) => new(JsonSerializer.SerializeToUtf8Bytes(text, TranscriptJson.Default.String));

    /// <summary>The value as UTF-8.</summary>
    public ReadOnlySpan<byte> AsSpan() => _utf8.Span;

    /// <summary>Parses the value; the element owns its memory.</summary>
    public JsonElement ToElement() => JsonElement.Parse(_utf8.Span);

    /// <inheritdoc/>
    public bool Equals(RawJson other) => _utf8.Span.SequenceEqual(other._utf8.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_utf8.Span);
        return hash.ToHashCode();
    }

    // Models indent their arguments as they like; in valid JSON a line break is never part of a string.
    private static ReadOnlyMemory<byte> OnOneLine(ReadOnlyMemory<byte> utf8)
    {
        if (!utf8.Span.ContainsAny((byte)'\n', (byte)'\r'))
        {
            return utf8;
        }

        var line = utf8.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        return line;
    }

    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonMarshal.GetRawUtf8Value(JsonElement.ParseValue(ref reader)).ToArray());

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.AsSpan(), skipInputValidation: true);
    }
}
