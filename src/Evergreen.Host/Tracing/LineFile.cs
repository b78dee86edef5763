namespace Evergreen.Host.Tracing;

/// <summary>
/// A file of whole lines. What has been kept stays; what a failing write left behind is taken back, so that no reader ever
/// meets half a line.
/// </summary>
/// <param name="name">What messages call it.</param>
/// <param name="stream">An empty stream that can be truncated; owned.</param>
internal sealed class LineFile(string name, Stream stream) : IDisposable
{
    private long _kept;

    public string Name => name;

    /// <summary>Whether nothing has been kept yet.</summary>
    public bool IsEmpty => _kept == 0;

    /// <summary>Writes whole lines; they count only once <see cref="Keep"/> is called.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> lines)
    {
        if (!lines.IsEmpty)
        {
            // A cancelled write could end anywhere in a line, so none is ever cancelled.
            await stream.WriteAsync(lines, CancellationToken.None).ConfigureAwait(false);
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>What was written up to now stays.</summary>
    public void Keep() => _kept = stream.Position;

    /// <summary>Takes back what was written since the last <see cref="Keep"/>.</summary>
    public void TakeBack()
    {
        stream.SetLength(_kept);
        stream.Position = _kept;
    }

    public void Dispose() => stream.Dispose();
}
