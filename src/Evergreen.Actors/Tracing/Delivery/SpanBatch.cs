namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>Where a line of the spool lies.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its bytes, the line feed included.</param>
internal readonly record struct RowExtent(long Start, int Length)
{
    public long End => Start + Length;
}

/// <summary>Rows that are sent in one request; their text stays on disk until then.</summary>
/// <param name="Rows">At least one.</param>
internal sealed record SpanBatch(IReadOnlyList<RowExtent> Rows)
{
    /// <summary>Whether the destination refused these rows in an earlier run of the program; they are tried once more.</summary>
    public bool WasRefused { get; init; }

    /// <summary>How often it failed and may yet succeed.</summary>
    public int Failures { get; init; }

    /// <summary>Not sent before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    public long Bytes => Rows.Sum(row => (long)row.Length);

    public (SpanBatch First, SpanBatch Second) Halve()
    {
        var middle = Rows.Count / 2;
        return (
            this with { Rows = [.. Rows.Take(middle)], NotBefore = default },
            this with { Rows = [.. Rows.Skip(middle)], NotBefore = default });
    }
}
