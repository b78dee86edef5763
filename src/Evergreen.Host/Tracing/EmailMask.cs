using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Evergreen.Host.Tracing;

/// <summary>
/// Masks e-mail addresses in rows that leave the machine. What is on disk stays as it was: checks and scores need to know who asked.
/// </summary>
internal static partial class EmailMask
{
    private const string Mask = "[email]";

    /// <summary>The row with every address in any of its strings masked.</summary>
    public static byte[] Apply(ReadOnlyMemory<byte> row)
    {
        try
        {
            var written = new ArrayBufferWriter<byte>(row.Length);
            using (var writer = new Utf8JsonWriter(written))
            {
                Copy(new Utf8JsonReader(row.Span), writer);
            }

            return written.WrittenSpan.ToArray();
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetBytes(Apply(Encoding.UTF8.GetString(row.Span)));
        }
    }

    /// <summary>The text with every address masked.</summary>
    public static string Apply(string text) => text.Contains('@') || text.Contains(@"\u0040", StringComparison.Ordinal)
        ? EscapeOrAddress().Replace(text, match => match.Groups["address"].Success ? Mask : match.Value)
        : text;

    private static void Copy(Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(Apply(reader.GetString()!));
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(Apply(reader.GetString()!));
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }

    // Tool arguments are JSON within a string: an address there may hold escapes, and the letter behind a backslash is no part of
    // one. Lengths are bounded (a local part has 64 characters at most), so that a long word costs no more than its length.
    [GeneratedRegex(
        @"(?<address>(?:[\w.!#$%&'*/=?^`{|}~+-]|\\u[0-9a-fA-F]{4}){1,64}(?:@|\\u0040)(?:[\w-]{1,63}\.){1,8}[\w-]{2,63})|\\.",
        RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex EscapeOrAddress();
}
