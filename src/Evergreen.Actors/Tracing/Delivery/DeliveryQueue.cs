namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>
/// What follows from each answer: what is settled, tried again, halved or refused, and what may be sent when. Knows places in the
/// spool only, so it stays small however long the destination is away.
/// </summary>
internal sealed class DeliveryQueue
{
    private readonly DeliveryOptions _options;
    private readonly SendPace _pace;
    private readonly AcknowledgedRanges _acknowledged;
    private readonly LinkedList<SpanBatch> _waiting = [];
    private readonly Queue<SpanBatch> _refusedBefore;
    private readonly HashSet<SpanBatch> _underWay = new(ReferenceEqualityComparer.Instance);
    private int _refusalsInARow;

    /// <param name="options">Sizes and patience.</param>
    /// <param name="acknowledged">What is settled already.</param>
    /// <param name="refusedBefore">Rows that were refused earlier; they are tried once more, after everything else.</param>
    public DeliveryQueue(DeliveryOptions options, AcknowledgedRanges acknowledged, IEnumerable<RowExtent> refusedBefore)
    {
        _options = options;
        _pace = new SendPace(options);
        _acknowledged = acknowledged;
        ReadFrom = acknowledged.Offset;
        BatchBytes = options.MaxBytes;
        _refusedBefore = new(refusedBefore.Chunk(options.MaxRows).Select(rows => new SpanBatch(rows) { WasRefused = true }));
    }

    /// <summary>Where the rows begin that no batch holds yet.</summary>
    public long ReadFrom { get; private set; }

    /// <summary>Bytes of a batch at most: less than the options say once the destination found a request too large.</summary>
    public int BatchBytes { get; private set; }

    /// <summary>Why delivery is over before the end; null while it goes on.</summary>
    public string? Stopped { get; private set; }

    /// <summary>What went wrong last and has not gone well since.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Whether every batch that was read is settled.</summary>
    public bool IsIdle => _waiting.Count == 0 && _underWay.Count == 0 && _refusedBefore.Count == 0;

    /// <summary>Rows read and not settled, leaving those aside that count as refused until they are accepted.</summary>
    public long OpenRows => _waiting.Concat(_underWay).Where(batch => !batch.WasRefused).Sum(batch => (long)batch.Rows.Count);

    /// <summary>Whether there is room for another request now.</summary>
    public bool HasRoom(DateTimeOffset now) =>
        Stopped is null && _underWay.Count < _pace.InFlightLimit && _pace.NotBefore <= now;

    /// <summary>Whether to read on; a destination that fails one batch after another gets no new ones.</summary>
    public bool MayRead => _waiting.Count < 2 * _options.MaxInFlight;

    /// <summary>The next batch whose time has come; it is under way from then on.</summary>
    public SpanBatch? TakeDue(DateTimeOffset now)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.NotBefore <= now)
            {
                _waiting.Remove(node);
                _underWay.Add(node.Value);
                return node.Value;
            }
        }

        return null;
    }

    /// <summary>Takes a batch read at <see cref="ReadFrom"/>; it is under way from then on.</summary>
    public void Begin(SpanBatch batch)
    {
        _underWay.Add(batch);
        ReadFrom = batch.Rows[^1].End;
    }

    /// <summary>The next batch of rows that were refused earlier; it is under way from then on.</summary>
    public SpanBatch? TakeRefusedBefore()
    {
        if (_refusedBefore.TryDequeue(out var batch))
        {
            _underWay.Add(batch);
        }

        return batch;
    }

    /// <summary>When something may be sent that may not be sent now; null when only an answer can tell.</summary>
    /// <param name="now">The time.</param>
    /// <param name="unread">Whether there are rows that no batch holds yet.</param>
    public DateTimeOffset? NextAt(DateTimeOffset now, bool unread)
    {
        var fresh = (unread && MayRead) || _refusedBefore.Count > 0;
        if (Stopped is not null || _underWay.Count >= _pace.InFlightLimit || (_waiting.Count == 0 && !fresh))
        {
            return null;
        }

        var earliest = fresh ? now : _waiting.Min(batch => batch.NotBefore);
        return earliest > _pace.NotBefore ? earliest : _pace.NotBefore;
    }

    /// <summary>Takes an answer in.</summary>
    /// <param name="batch">What was sent.</param>
    /// <param name="sentAt">When.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="now">The time.</param>
    /// <param name="draw">A number in [0, 1) that spreads a wait.</param>
    /// <returns>The row that is refused for good, and has to be noted before <see cref="Acknowledge"/>; mostly none.</returns>
    public RowExtent? Settle(SpanBatch batch, DateTimeOffset sentAt, DeliveryOutcome outcome, DateTimeOffset now, double draw)
    {
        _underWay.Remove(batch);
        switch (outcome)
        {
            case DeliveryOutcome.Accepted:
                _pace.Succeeded();
                _refusalsInARow = 0;
                Trouble = null;
                Acknowledge(batch);
                return null;

            case DeliveryOutcome.TryLater(var reason, var wait):
                Trouble = reason;
                _pace.Failed(sentAt, now, wait, draw);
                var failures = batch.Failures + 1;
                _waiting.AddLast(batch with { Failures = failures, NotBefore = now + _pace.Backoff(failures, wait, draw) });
                return null;

            case DeliveryOutcome.TooLarge(var reason):
                Trouble = reason;
                _pace.Succeeded();
                if (batch.Rows.Count > 1)
                {
                    BatchBytes = (int)Math.Min(BatchBytes, batch.Bytes / 2);
                    TryHalves(batch);
                    return null;
                }

                return batch.Rows[0];

            case DeliveryOutcome.Refused(var reason):
                Trouble = reason;
                _pace.Succeeded();
                if (batch.Rows.Count > 1)
                {
                    TryHalves(batch);
                    return null;
                }

                if (!batch.WasRefused && ++_refusalsInARow >= _options.RefusalsBeforeStop)
                {
                    Stop($"{_refusalsInARow} rows refused in a row, so it is not the rows: {reason}");
                }

                return batch.Rows[0];

            case DeliveryOutcome.Denied(var reason):
                GiveBack(batch);
                Stop(reason);
                return null;

            default:
                throw new InvalidOperationException($"no such outcome: {outcome}");
        }
    }

    /// <summary>The rows are settled: kept there, or noted as refused.</summary>
    public void Acknowledge(SpanBatch batch)
    {
        if (!batch.WasRefused)
        {
            _acknowledged.Add(batch.Rows[0].Start, batch.Rows[^1].End, batch.Rows.Count);
        }
    }

    /// <summary>The batch could not be dealt with; it waits again.</summary>
    public void GiveBack(SpanBatch batch)
    {
        _underWay.Remove(batch);
        _waiting.AddFirst(batch);
    }

    /// <summary>Ends delivery; what is not settled stays on disk.</summary>
    public void Stop(string reason) => Stopped ??= reason;

    private void TryHalves(SpanBatch batch)
    {
        var (first, second) = batch.Halve();
        _waiting.AddFirst(second);
        _waiting.AddFirst(first);
    }
}
