using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Evergreen.Insights.Transcripts;

/// <summary>
/// Appends whole lines to a new file, one record each; read them back with <see cref="JsonLines{T}"/>. May be used by several
/// threads. A line that cannot be written whole is taken back.
/// </summary>
/// <typeparam name="T">What a line holds.</typeparam>
public sealed class JsonLinesWriter<T> : IDisposable
{
    private readonly FileStream _stream;
    private readonly JsonTypeInfo<T> _type;
    private readonly Lock _one = new();

    /// <summary>Makes the file.</summary>
    /// <param name="path">A file that does not exist yet, in a folder that does.</param>
    /// <param name="type">How to write a line.</param>
    /// <exception cref="IOException">It exists already, or cannot be made.</exception>
    public JsonLinesWriter(string path, JsonTypeInfo<T> type)
    {
        _type = type;
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Appends a line.</summary>
    /// <exception cref="IOException">It cannot be written; the file is as it was before.</exception>
    public void Append(T record)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(record, _type), (byte)'\n'];
        lock (_one)
        {
            var kept = _stream.Position;
            try
            {
                _stream.Write(line);
            }
            catch (IOException)
            {
                _stream.SetLength(kept);
                _stream.Position = kept;
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
