using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Evergreen.Actors.Tracing;

/// <summary>A value as a line of a .jsonl file, its line feed included; written into a buffer each thread keeps.</summary>
internal static class JsonLine
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static byte[] Of<T>(T value, JsonTypeInfo<T> type)
    {
        var line = buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        var json = writer ??= new Utf8JsonWriter(line, new JsonWriterOptions { SkipValidation = true });
        line.ResetWrittenCount();
        json.Reset();
        JsonSerializer.Serialize(json, value, type);
        json.Flush();
        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }
}
