using System.Buffers;
using Akka.Actor;
using Akka.Event;
using Evergreen.Actors.Tracing.Delivery;
using static Evergreen.Actors.Tracing.TraceProtocol;

namespace Evergreen.Actors.Tracing;

/// <summary>
/// Owns what has been recorded and is not on disk yet. Lines are gathered and written in batches: when they are many, or when
/// somebody waits for them. While a batch is written nothing else is handled, and a conversation is acknowledged only when its
/// lines are written; so a slow disk slows admission down instead of filling memory or losing rows. Dies after the final flush.
/// </summary>
internal sealed class TraceActor : ReceiveActor
{
    private const int WorthWriting = 256 * 1024;

    private readonly ITraceSink _sink;
    private readonly IReadOnlyList<IActorRef> _deliveries;
    private readonly ArrayBufferWriter<byte> _spans = new(2 * WorthWriting);
    private readonly ArrayBufferWriter<byte> _conversations = new();
    private readonly List<(IActorRef From, string ConversationId)> _concluding = [];
    private readonly List<IActorRef> _flushing = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _writeIsDue;
    private string? _failure;
    private long _gathered;
    private long _bytes;
    private long _sent;
    private long _dropped;

    /// <param name="sink">Keeps the lines.</param>
    /// <param name="deliveries">Told how long the file of spans is, once it is; none when they stay here.</param>
    public TraceActor(ITraceSink sink, params IReadOnlyList<IActorRef> deliveries)
    {
        _sink = sink;
        _deliveries = deliveries;

        ReceiveAsync<Record>(GatherAsync);
        Receive<Conclude>(conclude =>
        {
            _conversations.Write(conclude.Line);
            _concluding.Add((Sender, conclude.ConversationId));
            WriteSoon();
        });
        Receive<Flush>(_ =>
        {
            _flushing.Add(Sender);
            WriteSoon();
        });
        ReceiveAsync<WriteDue>(_ => WriteAsync());
    }

    private async Task GatherAsync(Record record)
    {
        _spans.Write(record.Line);
        _gathered++;
        if (_spans.WrittenCount >= WorthWriting)
        {
            await WriteAsync();
        }
    }

    /// <summary>Takes its place at the end of the mailbox, so that one write serves everybody who waits by then.</summary>
    private void WriteSoon()
    {
        if (!_writeIsDue)
        {
            _writeIsDue = true;
            Self.Tell(WriteDue.Instance);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            if (_failure is null && _spans.WrittenCount + _conversations.WrittenCount > 0)
            {
                await _sink.WriteAsync(new TraceBatch(_spans.WrittenMemory, _conversations.WrittenMemory), CancellationToken.None);
            }
        }
#pragma warning disable CA1031 // Whatever a sink throws, the run is told why its lines cannot be kept.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            _log.Error(cause, "The run's lines cannot be written");
            _failure = cause.Message;
        }

        Settle();
    }

    private void Settle()
    {
        if (_failure is null && _gathered > 0)
        {
            _bytes += _spans.WrittenCount;
            foreach (var delivery in _deliveries)
            {
                delivery.Tell(new DeliveryProtocol.SpoolGrew(_bytes));
            }
        }

        (_sent, _dropped) = _failure is null ? (_sent + _gathered, _dropped) : (_sent, _dropped + _gathered);
        _concluding.ForEach(each => each.From.Tell(new Concluded(each.ConversationId, _failure)));
        _flushing.ForEach(from => from.Tell(new Flushed(_sent, _dropped)));
        _gathered = 0;
        _concluding.Clear();
        _flushing.Clear();
        _spans.ResetWrittenCount();
        _conversations.ResetWrittenCount();
        _writeIsDue = false;
    }

    private sealed record WriteDue : INoSerializationVerificationNeeded
    {
        public static WriteDue Instance { get; } = new();
    }
}
