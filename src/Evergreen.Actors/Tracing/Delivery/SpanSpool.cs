using System.Buffers;

namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>
/// spans.jsonl read by place: whoever delivers keeps places instead of rows, and reads the text when it is sent. Another may be
/// appending meanwhile.
/// </summary>
internal sealed class SpanSpool(string path) : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    private readonly FileStream _file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    private readonly byte[] _chunk = new byte[ChunkBytes];

    /// <summary>Bytes there are now; the last line may be unfinished.</summary>
    public long Length => RandomAccess.GetLength(_file.SafeFileHandle);

    /// <summary>Whether a line begins at this byte.</summary>
    public bool BeginsLine(long offset) =>
        offset == 0
        || (offset <= Length && RandomAccess.Read(_file.SafeFileHandle, _chunk.AsSpan(0, 1), offset - 1) == 1 && _chunk[0] == (byte)'\n');

    /// <summary>The whole lines from one byte up to another, as many as fit; the first one in any case.</summary>
    public IReadOnlyList<RowExtent> Scan(long from, long to, int maxRows, long maxBytes)
    {
        var rows = new List<RowExtent>();
        foreach (var row in Lines(from, to))
        {
            if (rows.Count == maxRows || (rows.Count > 0 && row.End - from > maxBytes))
            {
                break;
            }

            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Whole lines from one byte up to another.</summary>
    public long Count(long from, long to) => Lines(from, to).LongCount();

    /// <summary>Where the last whole line before <paramref name="to"/> ends.</summary>
    public long EndOfWholeLines(long from, long to)
    {
        for (var end = to; end > from;)
        {
            var start = Math.Max(from, end - ChunkBytes);
            var chunk = _chunk.AsSpan(0, RandomAccess.Read(_file.SafeFileHandle, _chunk.AsSpan(0, (int)(end - start)), start));
            if (chunk.LastIndexOf((byte)'\n') is >= 0 and var last)
            {
                return start + last + 1;
            }

            end = start;
        }

        return from;
    }

    /// <summary>Reads rows into a rented buffer.</summary>
    public LoadedRows Load(IReadOnlyList<RowExtent> extents)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(extents.Sum(row => row.Length));
        var rows = new ReadOnlyMemory<byte>[extents.Count];
        var place = 0;
        for (var n = 0; n < rows.Length; n++)
        {
            var (start, length) = extents[n];
            for (var read = 0; read < length;)
            {
                var got = RandomAccess.Read(_file.SafeFileHandle, buffer.AsSpan(place + read, length - read), start + read);
                read += got > 0 ? got : throw new EndOfStreamException($"{path}: has become shorter; it must only grow while it is delivered");
            }

            rows[n] = buffer.AsMemory(place, length - 1);
            place += length;
        }

        return new LoadedRows(buffer, rows);
    }

    public void Dispose() => _file.Dispose();

    private IEnumerable<RowExtent> Lines(long from, long to)
    {
        var lineStart = from;
        for (var at = from; at < to;)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, _chunk.AsSpan(0, (int)Math.Min(ChunkBytes, to - at)), at);
            if (read == 0)
            {
                yield break;
            }

            for (var place = 0; _chunk.AsSpan(place, read - place).IndexOf((byte)'\n') is >= 0 and var length; place += length + 1)
            {
                var end = at + place + length + 1;
                yield return new RowExtent(lineStart, checked((int)(end - lineStart)));
                lineStart = end;
            }

            at += read;
        }
    }
}

/// <summary>Rows in a rented buffer.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Rows">What lies in it, without line feeds.</param>
internal sealed record LoadedRows(byte[] Buffer, IReadOnlyList<ReadOnlyMemory<byte>> Rows)
{
    /// <summary>Gives the buffer back. Only once nobody can be reading it any more: a request that was given up may still be.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(Buffer);
}
