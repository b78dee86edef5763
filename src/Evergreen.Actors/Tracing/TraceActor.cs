using Akka.Actor;
using Akka.Event;
using static Evergreen.Actors.Tracing.TraceProtocol;

namespace Evergreen.Actors.Tracing;

/// <summary>
/// Owns what has been recorded and is not on disk yet: a buffer bounded in bytes, one write at a time. Acknowledges a conversation
/// only when its lines are written, so a slow disk slows admission down instead of filling memory. Dies after the final flush.
/// </summary>
internal sealed class TraceActor : ReceiveActor
{
    private readonly ITraceSink _sink;
    private readonly TraceBuffer _buffer;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<IActorRef> _flushers = [];
    private List<(IActorRef From, string ConversationId)> _concluding = [];
    private bool _writing;
    private string? _failure;
    private long _sent;
    private long _dropped;

    /// <param name="sink">Where lines go.</param>
    /// <param name="capacityBytes">What may be buffered; rows beyond are dropped and counted. Default 64 MB.</param>
    public TraceActor(ITraceSink sink, int capacityBytes = 64 * 1024 * 1024)
    {
        _sink = sink;
        _buffer = new TraceBuffer(capacityBytes);

        Receive<Record>(Keep);
        Receive<Conclude>(Keep);
        Receive<Flush>(_ =>
        {
            _flushers.Enqueue(Sender);
            WriteOrAnswer();
        });
        Receive<Written>(written =>
        {
            _sent += written.Spans;
            written.Concluded.ForEach(each => each.From.Tell(new Concluded(each.ConversationId, Failure: null)));
            _writing = false;
            WriteOrAnswer();
        });
        Receive<WriteFailed>(failed =>
        {
            _log.Error(failed.Cause, "The run's lines cannot be written");
            _failure = failed.Cause.Message;
            _dropped += failed.Spans;
            failed.Concluded.ForEach(each => each.From.Tell(new Concluded(each.ConversationId, _failure)));
            _writing = false;
            WriteOrAnswer();
        });
    }

    private void Keep(Record record)
    {
        if (_failure is not null || !_buffer.TryAdd(record.Row))
        {
            _dropped++;
        }

        if (_buffer.IsLarge)
        {
            WriteOrAnswer();
        }
    }

    private void Keep(Conclude conclude)
    {
        if (_failure is not null)
        {
            Sender.Tell(new Concluded(conclude.Conversation.Id, _failure));
            return;
        }

        _buffer.Add(conclude.Conversation);
        _concluding.Add((Sender, conclude.Conversation.Id));
        WriteOrAnswer();
    }

    /// <summary>Starts a write when there is something to write and none is under way; whatever arrives meanwhile is the next batch.</summary>
    private void WriteOrAnswer()
    {
        if (_writing)
        {
            return;
        }

        if (_buffer.IsEmpty)
        {
            while (_flushers.TryDequeue(out var flusher))
            {
                flusher.Tell(new Flushed(_sent, Pending: 0, _dropped));
            }

            return;
        }

        _writing = true;
        var batch = _buffer.Take(out var spans);
        var concluded = _concluding;
        _concluding = [];
        _sink.WriteAsync(batch, CancellationToken.None).PipeTo(
            Self,
            success: () => new Written(spans, concluded),
            failure: cause => new WriteFailed(spans, concluded, cause));
    }

    private sealed record Written(int Spans, List<(IActorRef From, string ConversationId)> Concluded) : INoSerializationVerificationNeeded;

    private sealed record WriteFailed(int Spans, List<(IActorRef From, string ConversationId)> Concluded, Exception Cause)
        : INoSerializationVerificationNeeded;
}
