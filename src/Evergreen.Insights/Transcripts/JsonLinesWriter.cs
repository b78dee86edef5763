using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Evergreen.Insights.Transcripts;

/// <summary>
/// Appends whole lines to a file; read them back with <see cref="JsonLines{T}"/>. What cannot be written whole is taken back, so
/// that no reader ever meets half a line. For one writer at a time.
/// </summary>
public sealed class JsonLinesWriter : IDisposable
{
    private readonly Stream _stream;

    /// <summary>Makes the file.</summary>
    /// <param name="path">A file that does not exist yet, in a folder that does.</param>
    /// <exception cref="IOException">It exists already, or cannot be made.</exception>
    public JsonLinesWriter(string path)
        : this(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0))
    {
    }

    /// <summary>Continues a stream.</summary>
    /// <param name="stream">Unbuffered, can be truncated, holds whole lines only; owned.</param>
    public JsonLinesWriter(Stream stream)
    {
        _stream = stream;
        Length = stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>How many bytes of whole lines there are.</summary>
    public long Length { get; private set; }

    /// <summary>Continues a file, which is made when it is not there.</summary>
    /// <param name="path">A file of whole lines, in a folder that exists.</param>
    /// <exception cref="IOException">It cannot be written to.</exception>
    public static JsonLinesWriter Continue(string path) =>
        new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Appends a record as a line.</summary>
    /// <param name="record">What the line holds.</param>
    /// <param name="type">How to write it.</param>
    /// <exception cref="IOException">It cannot be written; the file is as it was before.</exception>
    public void Append<T>(T record, JsonTypeInfo<T> type) => Append([.. JsonSerializer.SerializeToUtf8Bytes(record, type), (byte)'\n']);

    /// <summary>Appends lines, each ending in a line feed: all of them or none.</summary>
    /// <exception cref="IOException">They cannot be written; the file is as it was before.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        try
        {
            _stream.Write(lines);
        }
        catch
        {
            TakeBack(Length);
            throw;
        }

        Length += lines.Length;
    }

    /// <summary>Takes back what was appended since the file had this <see cref="Length"/>.</summary>
    public void TakeBack(long length)
    {
        _stream.SetLength(length);
        _stream.Position = length;
        Length = length;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
