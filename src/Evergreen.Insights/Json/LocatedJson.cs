using System.Text;
using System.Text.Json;

namespace Evergreen.Insights.Json;

/// <summary>A JSON value that knows the line it begins on, so that a mistake in a hand-written file can be pointed at.</summary>
internal sealed class LocatedJson
{
    private LocatedJson(JsonValueKind kind, int line) => (Kind, Line) = (kind, line);

    public JsonValueKind Kind { get; }

    public int Line { get; }

    /// <summary>A string's value, a number's digits; empty for everything else.</summary>
    public string Text { get; private init; } = "";

    public IReadOnlyList<LocatedJson> Items { get; private init; } = [];

    public IReadOnlyList<LocatedField> Fields { get; private init; } = [];

    /// <summary>What a person would call this kind of value.</summary>
    public string KindName => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    /// <summary>Reads one JSON value.</summary>
    /// <param name="utf8">The text, with or without a byte order mark.</param>
    /// <param name="file">The name a message gives the file.</param>
    /// <param name="firstLine">The line the text begins on.</param>
    /// <param name="isLenient">Whether comments and trailing commas are passed over.</param>
    /// <exception cref="InvalidDataException">The text is not one JSON value; the message names file, line and column.</exception>
    public static LocatedJson Parse(ReadOnlySpan<byte> utf8, string file, int firstLine = 1, bool isLenient = false)
    {
        utf8 = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            CommentHandling = isLenient ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
            AllowTrailingCommas = isLenient,
        });
        var position = new Position { Line = firstLine };
        try
        {
            reader.Read();
            var value = ReadValue(ref reader, ref position, utf8);
            reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(JsonMistake.Describe(e, file, firstLine), e);
        }
    }

    private static LocatedJson ReadValue(ref Utf8JsonReader reader, ref Position position, ReadOnlySpan<byte> utf8)
    {
        position.MoveTo(reader.TokenStartIndex, utf8);
        var line = position.Line;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var fields = new List<LocatedField>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    position.MoveTo(reader.TokenStartIndex, utf8);
                    var (name, nameLine) = (reader.GetString()!, position.Line);
                    reader.Read();
                    fields.Add(new LocatedField(name, nameLine, ReadValue(ref reader, ref position, utf8)));
                }

                return new LocatedJson(JsonValueKind.Object, line) { Fields = fields };
            case JsonTokenType.StartArray:
                var items = new List<LocatedJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader, ref position, utf8));
                }

                return new LocatedJson(JsonValueKind.Array, line) { Items = items };
            case JsonTokenType.String:
                return new LocatedJson(JsonValueKind.String, line) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new LocatedJson(JsonValueKind.Number, line) { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
            case JsonTokenType.True or JsonTokenType.False:
                return new LocatedJson(reader.TokenType is JsonTokenType.True ? JsonValueKind.True : JsonValueKind.False, line);
            default:
                return new LocatedJson(JsonValueKind.Null, line);
        }
    }

    private struct Position
    {
        private int _offset;

        public int Line { get; set; }

        public void MoveTo(long offset, ReadOnlySpan<byte> utf8)
        {
            Line += utf8[_offset..(int)offset].Count((byte)'\n');
            _offset = (int)offset;
        }
    }
}

/// <summary>A field of a JSON object with the line its name stands on.</summary>
internal readonly record struct LocatedField(string Name, int Line, LocatedJson Value);
