namespace Evergreen.Insights.Json;

/// <summary>One line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Bytes">The text without its line feed; valid until the next line is asked for.</param>
/// <param name="IsTerminated">Whether a line feed ends it; false only for what stands after a file's last one.</param>
internal readonly record struct Utf8Line(int Number, ReadOnlyMemory<byte> Bytes, bool IsTerminated)
{
    public bool IsBlank => Bytes.Span.Trim(" \t\r"u8).IsEmpty;
}

/// <summary>Streams a file line by line without turning it into strings.</summary>
internal static class Utf8Lines
{
    /// <summary>The lines of a file, which another process may be appending to; none when it does not exist.</summary>
    public static IEnumerable<Utf8Line> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        var buffer = new byte[64 * 1024];
        var (start, end, number) = (0, 0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return new Utf8Line(++number, buffer.AsMemory(start, length), IsTerminated: true);
                start += length + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > start)
        {
            yield return new Utf8Line(++number, buffer.AsMemory(start, end - start), IsTerminated: false);
        }
    }
}
