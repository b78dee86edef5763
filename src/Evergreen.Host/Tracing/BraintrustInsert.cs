using System.Net;
using System.Net.Http.Headers;

namespace Evergreen.Host.Tracing;

/// <summary>The body of an insert: <c>{"events":[…]}</c> around rows that are JSON already, written without a copy of them.</summary>
internal sealed class BraintrustInsert : HttpContent
{
    private static readonly byte[] Before = [.. "{\"events\":["u8];
    private static readonly byte[] Between = [.. ","u8];
    private static readonly byte[] After = [.. "]}"u8];

    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _rows;

    public BraintrustInsert(IReadOnlyList<ReadOnlyMemory<byte>> rows)
    {
        _rows = rows;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Before, cancellationToken);
        for (var n = 0; n < _rows.Count; n++)
        {
            if (n > 0)
            {
                await stream.WriteAsync(Between, cancellationToken);
            }

            await stream.WriteAsync(_rows[n], cancellationToken);
        }

        await stream.WriteAsync(After, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = Before.Length + _rows.Sum(row => (long)row.Length) + (Between.Length * Math.Max(0, _rows.Count - 1)) + After.Length;
        return true;
    }
}
