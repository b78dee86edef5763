using System.Text.Json;
using System.Text.Json.Serialization;

namespace Evergreen.Insights.Transcripts;

/// <summary>
/// JSON text that is carried and written as it stands. A conversation's history goes into many span rows; as text it is
/// serialized once, and it crosses process borders unchanged.
/// </summary>
/// <param name="Text">One valid JSON value.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(string Text)
{
    /// <summary>The text as a JSON string value.</summary>
    public static RawJson FromString(string text) => new(JsonSerializer.Serialize(text, TranscriptJson.Default.String));

    /// <summary>Parses the text; the element owns its memory.</summary>
    public JsonElement ToElement() => JsonElement.Parse(Text);

    internal sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonElement.ParseValue(ref reader).GetRawText());

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(OnOneLine(value.Text), skipInputValidation: true);

        // Models indent their arguments as they like; in valid JSON a line break is never part of a string.
        private static string OnOneLine(string json) =>
            json.AsSpan().ContainsAny('\n', '\r') ? json.Replace('\n', ' ').Replace('\r', ' ') : json;
    }
}
