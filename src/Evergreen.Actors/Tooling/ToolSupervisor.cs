using Akka.Actor;
using Akka.Event;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Metrics;
using Evergreen.Tools.Catalog;
using static Evergreen.Actors.Tooling.ToolProtocol;

namespace Evergreen.Actors.Tooling;

/// <summary>
/// Owns a conversation's tool calls: their order, attempts, causes of failure and backoff timers. Never calls a tool itself.
/// Supervision says whether a failure is tried again, <see cref="ToolRetryPolicy"/> says when. Dies with its conversation.
/// </summary>
internal sealed class ToolSupervisor(ConversationContext conversation) : UntypedActor, IWithTimers
{
    private readonly CallQueue _queue = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private int _calls;
    private int _staleAnswers;

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => conversation.Services.Clock.GetUtcNow();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ExecuteTool request:
                TakeUp(request);
                break;
            case ToolActor.Attempted attempted:
                Settle(attempted);
                break;
            case RetryDue due:
                BeginAttempt(due.Call);
                break;
            case AttemptOverdue overdue:
                GiveUpAttempt(overdue);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void TakeUp(ExecuteTool request)
    {
        var call = new ToolCall(conversation.World, conversation.Id, request.CallId, request.ToolName, request.Arguments)
        {
            Number = ++_calls,
        };
        _queue.Add(new PendingCall(call, conversation.Run.IsAction(request.ToolName), Sender));
        BeginWhatMayBegin();
    }

    private void BeginWhatMayBegin()
    {
        foreach (var call in _queue.Startable())
        {
            BeginAttempt(call);
        }
    }

    private void BeginAttempt(PendingCall pending)
    {
        var attempt = pending.BeginAttempt(Now);
        EvergreenMeter.ToolAttempted(conversation.Run.KnownTool(pending.Call.ToolName), attempt);
        var toolbox = conversation.Services.Toolbox;
        pending.Child = Context.ActorOf(
            ActorProducer.Props(() => new ToolActor(toolbox, pending.Call, attempt)).WithDispatcher(EvergreenConfig.ToolDispatcher));
        Timers.StartSingleTimer(OverdueKey(pending), new AttemptOverdue(pending, attempt), conversation.Plan.Limits.ToolAttempt);
    }

    private void Settle(ToolActor.Attempted attempted)
    {
        if (_queue.Find(attempted.CallId) is { } pending && pending.Child.Equals(Sender))
        {
            Context.Stop(Sender);
            Close(pending, pending.Settle(attempted.Response, Now));
        }
        else
        {
            _staleAnswers++;
            _log.Debug("Dropped a late answer of call {CallId}, {Count} so far", attempted.CallId, _staleAnswers);
        }
    }

    private void GiveUpAttempt(AttemptOverdue overdue)
    {
        if (overdue.Attempt == overdue.Call.Attempt)
        {
            Context.Stop(overdue.Call.Child);
            Failed(overdue.Call, TransientToolFailure.From(new TimeoutException())!.Response);
        }
    }

    private void Failed(PendingCall pending, ToolResponse response)
    {
        Timers.Cancel(OverdueKey(pending));
        pending.Child = ActorRefs.Nobody;
        var draw = conversation.Dice("backoff").With(pending.Call.CallId).With(pending.Attempt).NextDouble();
        var delay = conversation.Run.RetryPolicy.DelayAfter(pending.Attempt, draw);
        pending.Failed(response, delay);
        if (delay is { } wait)
        {
            _log.Debug("{Tool} attempt {Attempt} came to {Status}; next in {Delay}", pending.Call.ToolName, pending.Attempt, response.Status, wait);
            Timers.StartSingleTimer(pending.Call.CallId, new RetryDue(pending), wait);
        }
        else
        {
            Close(pending, pending.GiveUp(response, Now));
        }
    }

    private void Close(PendingCall pending, ToolOutcome outcome)
    {
        Timers.Cancel(OverdueKey(pending));
        _queue.Remove(pending);
        pending.ReplyTo.Tell(new ToolSettled(pending.Call.CallId, outcome));
        BeginWhatMayBegin();
    }

    /// <summary>
    /// An attempt that throws is never restarted: the next one is a new child, so a late answer of the old cannot be taken for the
    /// new one's. The decider runs on this actor's own turn, with the failing child as sender, and may change its state.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        cause =>
        {
            if (_queue.FindByChild(Sender) is { } pending)
            {
                if (cause is TransientToolFailure transient)
                {
                    Failed(pending, transient.Response);
                }
                else
                {
                    _log.Warning(cause, "Tool {Tool} threw", pending.Call.ToolName);
                    Close(pending, pending.Settle(TransientToolFailure.Error(500, "TOOL_EXECUTION_ERROR", cause.Message), Now));
                }
            }

            return Directive.Stop;
        },
        loggingEnabled: false);

    // No text: a model's call ids, which the other timers go by, may be any.
    private static object OverdueKey(PendingCall pending) => (nameof(AttemptOverdue), pending.Call.CallId);

    private sealed record RetryDue(PendingCall Call) : INoSerializationVerificationNeeded;

    private sealed record AttemptOverdue(PendingCall Call, int Attempt) : INoSerializationVerificationNeeded;
}
