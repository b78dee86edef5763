using Akka.Actor;
using Akka.Event;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Metrics;
using Evergreen.Actors.Tooling;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;
using static Evergreen.Actors.Conversations.AgentProtocol;
using static Evergreen.Actors.Conversations.ConversationProtocol;
using static Evergreen.Actors.Tracing.TraceProtocol;

namespace Evergreen.Actors.Conversations;

/// <summary>
/// One conversation: sole writer of the transcript, keeper of the deadline and the root span, and the one who says how it ended.
/// Never speaks itself. Dies after its ending is on disk.
/// </summary>
internal sealed class ConversationActor : UntypedActor, IWithTimers
{
    /// <summary>A database that is restarted is back within seconds; what the conversation did is worth that wait.</summary>
    private const int ReadAttempts = 5;
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(2);

    private readonly ConversationContext _conversation;
    private readonly Func<ConversationContext, IActorRef, ActorBase> _customer;
    private readonly Transcript _transcript;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _beganBy = ActorRefs.Nobody;
    private IActorRef _agent = ActorRefs.Nobody;
    private Ending _ending = Ending.InfrastructureFailed;

    /// <param name="conversation">Who and with what.</param>
    /// <param name="customer">Who plays the customer, given the agent to talk to.</param>
    public ConversationActor(ConversationContext conversation, Func<ConversationContext, IActorRef, ActorBase> customer)
    {
        _conversation = conversation;
        _customer = customer;
        _transcript = new Transcript(conversation);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _conversation.Services.Clock.GetUtcNow();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin:
                BeginOnce();
                break;
            case TurnPlayed turn:
                _transcript.Played(turn.Work);
                break;
            case CustomerDone done:
                _transcript.Waited(done.Waited);
                End(done.Ending, done.Reason);
                break;
            case AgentFailed failed:
                End(failed.Ending, failed.Reason);
                break;
            case Abort abort:
                End(abort.Ending, abort.Reason);
                break;
            case DeadlinePassed:
                End(Ending.DeadlineReached, $"not over within {_conversation.Plan.Limits.Deadline}");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void BeginOnce()
    {
        if (!_beganBy.IsNobody())
        {
            return;
        }

        _beganBy = Sender;
        EvergreenMeter.ConversationBegan();
        _transcript.BeganAt(Now);
        Timers.StartSingleTimer(DeadlinePassed.Instance, DeadlinePassed.Instance, _conversation.Plan.Limits.Deadline);
        var tools = Context.ActorOf(ActorProducer.Props(() => new ToolSupervisor(_conversation)), "tools");
        _agent = Context.Watch(Context.ActorOf(ActorProducer.Props(() => new AgentActor(_conversation, tools)), "agent"));
        Context.ActorOf(ActorProducer.Props(() => _customer(_conversation, _agent)), "customer").Tell(Begin.Instance);
    }

    /// <summary>Stops everyone; the agent's last word about an open turn comes before the news of its end.</summary>
    private void End(Ending ending, string? reason)
    {
        Timers.CancelAll();
        foreach (var child in Context.GetChildren())
        {
            Context.Stop(child);
        }

        Become(message =>
        {
            switch (message)
            {
                case TurnPlayed turn:
                    _transcript.Played(turn.Work);
                    break;
                case TurnAbandoned turn:
                    _transcript.Abandoned(turn.Work);
                    break;
                case Terminated:
                    CollectChanges(ending, reason);
                    break;
            }
        });
        if (_agent.IsNobody())
        {
            CollectChanges(ending, reason);
        }
    }

    private void CollectChanges(Ending ending, string? reason)
    {
        Become(message =>
        {
            switch (message)
            {
                case ReadChanges read:
                    Read(read);
                    break;
                case ChangesCollected collected:
                    Write(_transcript.Close(ending, reason, collected.Changes, Now));
                    break;
                case ChangesLost { Attempt: < ReadAttempts } lost when TransientToolFailure.From(lost.Cause) is not null:
                    Timers.StartSingleTimer(nameof(ReadChanges), new ReadChanges(lost.Attempt + 1), ReadAgainAfter);
                    break;
                case ChangesLost lost:
                    Write(_transcript.Close(
                        Ending.InfrastructureFailed, $"the shop's changes could not be read: {lost.Cause.Message}", [], Now));
                    break;
            }
        });
        Self.Tell(_transcript.HasActions ? new ReadChanges(Attempt: 1) : new ChangesCollected([]));
    }

    /// <summary>The embedded store blocks, and this thread has other conversations to carry.</summary>
    private void Read(ReadChanges read) =>
        Task.Run(() => _conversation.Services.Toolbox.ChangesAsync(_conversation.World, _conversation.Id, CancellationToken.None)).PipeTo(
            Self,
            success: changes => new ChangesCollected(Transcript.ToRecords(changes)),
            failure: cause => new ChangesLost(read.Attempt, cause));

    private void Write(ConversationRecord record)
    {
        _ending = record.Ending;
        Become(message =>
        {
            if (message is Concluded concluded)
            {
                _beganBy.Tell(new ConversationEnded(record.Id, ConversationTally.Of(record), concluded.Failure));
                Context.Stop(Self);
            }
        });
        new SpanWriter(_conversation).Conversation(record, new Period(record.Timing.StartedAt, Now));
        _conversation.Trace.Tell(Conclude.Of(record));
    }

    protected override void PostStop()
    {
        if (!_beganBy.IsNobody())
        {
            EvergreenMeter.ConversationEnded(_ending.ToString());
        }
    }

    /// <summary>A child that throws ends its conversation, and no other.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        cause =>
        {
            _log.Error(cause, "Conversation {ConversationId}: {Actor} threw", _conversation.Id, Sender.Path.Name);
            Self.Tell(new Abort(Ending.InfrastructureFailed, $"{Sender.Path.Name}: {cause.GetType().Name}: {cause.Message}"));
            return Directive.Stop;
        },
        loggingEnabled: false);

    private sealed record DeadlinePassed : INoSerializationVerificationNeeded
    {
        public static DeadlinePassed Instance { get; } = new();
    }

    private sealed record ChangesCollected(IReadOnlyList<ShopChangeRecord> Changes) : INoSerializationVerificationNeeded;

    private sealed record ChangesLost(int Attempt, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record ReadChanges(int Attempt) : INoSerializationVerificationNeeded;
}
