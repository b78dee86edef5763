namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>
/// What of the spool is settled. Requests are answered in any order; only the prefix without a gap survives a crash, the rest is
/// then sent again. Touching ranges merge, so that a single row that is stuck costs no memory.
/// </summary>
/// <param name="offset">Where the prefix ends, in bytes.</param>
/// <param name="rows">Rows before it.</param>
internal sealed class AcknowledgedRanges(long offset, long rows)
{
    private readonly SortedList<long, (long End, long Rows)> _beyond = [];

    /// <summary>Everything before this byte is settled.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Rows before <see cref="Offset"/>.</summary>
    public long Rows { get; private set; } = rows;

    /// <summary>Rows settled, those behind a gap included.</summary>
    public long AllRows { get; private set; } = rows;

    /// <summary>Ranges behind a gap.</summary>
    public int Gaps => _beyond.Count;

    /// <summary>Settles the rows from one byte up to, not including, another.</summary>
    public void Add(long start, long end, long rows)
    {
        AllRows += rows;
        if (start != Offset)
        {
            AddBeyond(start, end, rows);
            return;
        }

        (Offset, Rows) = (end, Rows + rows);
        if (_beyond.Count > 0 && _beyond.GetKeyAtIndex(0) == Offset)
        {
            var next = _beyond.GetValueAtIndex(0);
            _beyond.RemoveAt(0);
            (Offset, Rows) = (next.End, Rows + next.Rows);
        }
    }

    private void AddBeyond(long start, long end, long rows)
    {
        if (_beyond.Remove(end, out var after))
        {
            (end, rows) = (after.End, rows + after.Rows);
        }

        for (var index = 0; index < _beyond.Count; index++)
        {
            var (key, before) = (_beyond.GetKeyAtIndex(index), _beyond.GetValueAtIndex(index));
            if (before.End == start)
            {
                _beyond[key] = (end, before.Rows + rows);
                return;
            }
        }

        _beyond.Add(start, (end, rows));
    }
}
