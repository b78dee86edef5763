using Akka.Actor;
using Akka.Event;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Metrics;
using Evergreen.Tools.Services;
using static Evergreen.Actors.Tracing.Delivery.DeliveryProtocol;

namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>
/// Brings a run's spans from the spool to a destination. Owns what is acknowledged, what is under way and the counters; decides
/// nothing itself. Never holds up whoever writes the spool, and never keeps rows beyond the requests under way. What it has not
/// delivered when it dies is delivered by the next one: the mark beside the spool says where to begin.
/// </summary>
internal sealed class DeliveryActor : ReceiveActor, IWithTimers
{
    private readonly DeliveryServices _services;
    private readonly ISpanDestination _destination;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _clock;
    private readonly Dice _dice;
    private readonly SpanSpool _spool;
    private readonly DeliveryFolder _folder;
    private readonly DeliveryQueue _queue;
    private readonly List<IActorRef> _draining = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private long _spoolEnd;
    private long _dueEnd;
    private long _metered;

    public DeliveryActor(DeliveryServices services)
    {
        _services = services;
        _destination = services.Destination;
        _options = services.Options;
        _clock = services.Clock;
        _dice = new Dice(services.Options.Seed).With("delivery");
        _spool = new SpanSpool(services.SpoolFile);
        _folder = DeliveryFolder.Open(services, _spool);
        _queue = new DeliveryQueue(_options, _folder.Acknowledged, _folder.Refused.Extents);
        _spoolEnd = _spool.EndOfWholeLines(_queue.ReadFrom, _spool.Length);

        Receive<SpoolGrew>(grown =>
        {
            _spoolEnd = Math.Max(_spoolEnd, grown.Bytes);
            MeterQueue(_spoolEnd - _folder.Acknowledged.Offset);
            SendSoon();
        });
        Receive<LingerOver>(_ =>
        {
            _dueEnd = _spoolEnd;
            SendWhatMayGo();
        });
        Receive<Drain>(StartDraining);
        Receive<Settled>(Settle);
        Receive<Wake>(_ => SendWhatMayGo());
        Receive<PatienceOver>(over => Answer(over.Asker));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    private bool HasUnread => _queue.ReadFrom < _dueEnd;

    private void SendSoon()
    {
        if (_draining.Count > 0 || _spoolEnd - _queue.ReadFrom >= _queue.BatchBytes)
        {
            _dueEnd = _spoolEnd;
            SendWhatMayGo();
        }
        else if (!Timers.IsTimerActive(LingerOver.Instance))
        {
            Timers.StartSingleTimer(LingerOver.Instance, LingerOver.Instance, _options.Linger);
        }
    }

    private void StartDraining(Drain drain)
    {
        _draining.Add(Sender);
        _dueEnd = _spoolEnd;
        if (drain.Patience is { } patience)
        {
            Timers.StartSingleTimer(Sender, new PatienceOver(Sender), patience);
        }

        SendWhatMayGo();
    }

    private void SendWhatMayGo()
    {
        while (_queue.HasRoom(Now) && NextBatch() is { } batch)
        {
            Send(batch);
        }

        if (_queue.Stopped is not null || (!HasUnread && _queue.IsIdle))
        {
            _draining.ToList().ForEach(Answer);
        }
        else if (_queue.NextAt(Now, HasUnread) is { } at)
        {
            var wait = at - Now;
            Timers.StartSingleTimer(Wake.Instance, Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }

    private SpanBatch? NextBatch()
    {
        if (_queue.TakeDue(Now) is { } due)
        {
            return due;
        }

        if (!HasUnread)
        {
            return _queue.TakeRefusedBefore();
        }

        if (!_queue.MayRead)
        {
            return null;
        }

        var rows = _spool.Scan(_queue.ReadFrom, _dueEnd, _options.MaxRows, _queue.BatchBytes);
        if (rows.Count == 0)
        {
            _queue.Stop("the spool has become shorter; it must only grow while it is delivered");
            return null;
        }

        var batch = new SpanBatch(rows);
        _queue.Begin(batch);
        return batch;
    }

    private void Send(SpanBatch batch)
    {
        LoadedRows loaded;
        try
        {
            loaded = _spool.Load(batch.Rows);
        }
        catch (IOException e)
        {
            _queue.GiveBack(batch);
            _queue.Stop(e.Message);
            return;
        }

        var sentAt = Now;
        _destination.SendAsync(loaded.Rows, _stopped.Token).PipeTo(
            Self,
            success: outcome => new Settled(batch, loaded, sentAt, outcome),
            failure: cause => new Settled(batch, loaded, sentAt, new DeliveryOutcome.TryLater(cause.Message)));
    }

    private void Settle(Settled settled)
    {
        var (batch, loaded, sentAt, outcome) = settled;
        var stoppedBefore = _queue.Stopped;
        try
        {
            if (_queue.Settle(batch, sentAt, outcome, Now, _dice.NextDouble()) is { } row)
            {
                NoteRefused(batch, row, loaded.Rows[0]);
            }

            if (outcome is DeliveryOutcome.Accepted)
            {
                loaded.Release();
                _folder.Accepted(batch);
            }

            _folder.SaveMark();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            StopUnnoted(e);
        }

        MeterQueue(_spoolEnd - _folder.Acknowledged.Offset);
        if (stoppedBefore is null && _queue.Stopped is { } reason)
        {
            _log.Error("Delivery of spans is over: {Reason}", reason);
        }

        SendWhatMayGo();
    }

    private void NoteRefused(SpanBatch batch, RowExtent row, ReadOnlyMemory<byte> text)
    {
        var reason = _queue.Trouble ?? "";
        try
        {
            _folder.Refused.Add(new RefusedRow(RefusedRow.IdOf(text), row.Start, row.Length, reason, Now));
        }
        catch
        {
            _queue.GiveBack(batch);
            throw;
        }

        _queue.Acknowledge(batch);
        _log.Warning("A span row is refused, see {File}: {Reason}", _services.RefusedFile, reason);
    }

    private void Answer(IActorRef asker)
    {
        if (!_draining.Remove(asker))
        {
            return;
        }

        Timers.Cancel(asker);
        try
        {
            _folder.Refused.Save();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            StopUnnoted(e);
        }

        var refused = _folder.Refused.Count;
        asker.Tell(new DeliveryReport(
            _folder.Acknowledged.AllRows - refused,
            _queue.OpenRows + _spool.Count(_queue.ReadFrom, _spoolEnd),
            refused)
        {
            Stopped = _queue.Stopped,
            Trouble = _queue.Trouble,
        });
    }

    private void StopUnnoted(Exception cause) => _queue.Stop($"what is delivered cannot be noted: {cause.Message}");

    private void MeterQueue(long bytes)
    {
        EvergreenMeter.QueueGrew(_destination.Name, bytes - _metered);
        _metered = bytes;
    }

    protected override void PostStop()
    {
        MeterQueue(0);
        _stopped.Cancel();
        _stopped.Dispose();
        _spool.Dispose();
    }

    private sealed record Settled(SpanBatch Batch, LoadedRows Loaded, DateTimeOffset SentAt, DeliveryOutcome Outcome)
        : INoSerializationVerificationNeeded;

    private sealed record PatienceOver(IActorRef Asker) : INoSerializationVerificationNeeded;

    private sealed record LingerOver : INoSerializationVerificationNeeded
    {
        public static LingerOver Instance { get; } = new();
    }

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static Wake Instance { get; } = new();
    }
}
