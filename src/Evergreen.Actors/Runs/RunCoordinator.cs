using Akka.Actor;
using Akka.Event;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Hosting;
using Evergreen.Insights.Transcripts;
using static Evergreen.Actors.Conversations.ConversationProtocol;
using static Evergreen.Actors.Runs.RunProtocol;
using static Evergreen.Actors.Tracing.TraceProtocol;

namespace Evergreen.Actors.Runs;

/// <summary>
/// Owns a run: the queue, who is in flight, and the tally, which in the end adds up to the number asked for. Admits at most as many
/// conversations as the plan allows. Never looks into a conversation. Dies when its run has ended.
/// </summary>
internal sealed class RunCoordinator : ReceiveActor
{
    private readonly SimulationServices _services;
    private readonly IActorRef _trace;
    private readonly Dictionary<IActorRef, ConversationPlan> _inFlight = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _startedBy = ActorRefs.Nobody;
    private RunContext _run = null!;
    private AdmissionQueue _queue = null!;
    private RunTally _tally = null!;
    private long _startedAt;
    private Flushed? _writtenBefore;
    private string? _stopReason;
    private bool _aborted;
    private bool _isIncomplete;

    public RunCoordinator(SimulationServices services, IActorRef trace)
    {
        _services = services;
        _trace = trace;

        Receive<StartRun>(Start);
        Receive<CancelRun>(cancel => Stop(cancel.Reason));
    }

    private void Start(StartRun start)
    {
        _startedBy = Sender;
        _run = new RunContext(start.Plan, _services, _trace);
        _queue = new AdmissionQueue(start.Plan, _run.ForeseenBackoff);
        _tally = new RunTally(start.Plan.Concurrency);
        Become(Running);
        _trace.Tell(Flush.Instance);
    }

    /// <summary>What the node wrote before this run does not count in it.</summary>
    private void BeginAfter(Flushed before)
    {
        _writtenBefore = before;
        _startedAt = _services.Clock.GetTimestamp();
        Admit();
    }

    private void Running()
    {
        Receive<StartRun>(_ => { });
        Receive<ConversationEnded>(ended => _inFlight.ContainsKey(Sender), Ended);
        Receive<Terminated>(gone => Vanished(gone.ActorRef));
        Receive<Concluded>(Recorded);
        Receive<CancelRun>(cancel => Stop(cancel.Reason));
        Receive<GetProgress>(_ => Sender.Tell(
            new RunProgress(_run.Plan.Total, _tally.Ended, _inFlight.Count, _tally.Totals())));
        Receive<Flushed>(_ => _writtenBefore is null, BeginAfter);
        Receive<Flushed>(Finish);
    }

    private void Admit()
    {
        _stopReason ??= _services.Admission.Reason;
        while (_stopReason is null && _inFlight.Count < _run.Plan.Concurrency && _queue.Admit() is { } conversation)
        {
            var context = new ConversationContext(conversation, _run);
            var actor = Context.Watch(Context.ActorOf(
                ActorProducer.Props(() => new ConversationActor(context, (with, agent) => new CustomerActor(with, agent))),
                Uri.EscapeDataString(conversation.Id)));
            _inFlight.Add(actor, conversation);
            actor.Tell(Begin.Instance);
        }

        _tally.SawInFlight(_inFlight.Count);
        if (_inFlight.Count == 0)
        {
            _trace.Tell(Flush.Instance);
        }
    }

    private void Ended(ConversationEnded ended)
    {
        Context.Unwatch(Sender);
        _inFlight.Remove(Sender, out var conversation);
        _queue.Saw(conversation!.Scenario, ended.Tally.Turns, TimeSpan.FromSeconds(ended.Tally.Seconds));
        _tally.Add(ended.Tally);
        StopIfLost(ended.NotRecorded);
        Admit();
    }

    /// <summary>A conversation died without a word: it still has an ending, and a line.</summary>
    private void Vanished(IActorRef actor)
    {
        if (_inFlight.TryGetValue(actor, out var conversation))
        {
            var transcript = new Transcript(new ConversationContext(conversation, _run));
            transcript.BeganAt(_services.Clock.GetUtcNow());
            var record = transcript.Close(Ending.InfrastructureFailed, "the conversation's actor threw", [], _services.Clock.GetUtcNow());
            _inFlight.Remove(actor);
            _tally.Add(ConversationTally.Of(record));
            _trace.Tell(Conclude.Of(record));
            Admit();
        }
    }

    private void Recorded(Concluded concluded) => StopIfLost(concluded.Failure);

    /// <summary>A run that played everything and could not keep all of it is not completed.</summary>
    private void StopIfLost(string? failure)
    {
        if (failure is not null)
        {
            _isIncomplete = true;
            Stop(failure);
        }
    }

    private void Stop(string reason)
    {
        if (_aborted)
        {
            return;
        }

        _aborted = true;
        _stopReason ??= reason;
        foreach (var actor in _inFlight.Keys)
        {
            actor.Tell(new Abort(Ending.Cancelled, reason));
        }
    }

    private void Finish(Flushed flushed)
    {
        var interrupted = _isIncomplete || _queue.Remaining > 0 || _tally.CountOf(Ending.Cancelled) > 0;
        _startedBy.Tell(new RunEnded(
            interrupted ? RunStatus.Interrupted : RunStatus.Completed,
            _tally.Totals(flushed.Sent - _writtenBefore!.Sent, flushed.Dropped - _writtenBefore.Dropped),
            _tally.Timing(_services.Clock.GetElapsedTime(_startedAt)),
            interrupted ? _stopReason : null));
        Context.Stop(Self);
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        cause =>
        {
            _log.Error(cause, "Conversation {ConversationId} threw", Sender.Path.Name);
            return Directive.Stop;
        },
        loggingEnabled: false);
}
