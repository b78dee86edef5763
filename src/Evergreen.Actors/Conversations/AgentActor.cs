using Akka.Actor;
using Evergreen.Actors.Models;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;
using static Evergreen.Actors.Conversations.AgentProtocol;
using static Evergreen.Actors.Conversations.ConversationProtocol;
using static Evergreen.Actors.Tooling.ToolProtocol;

namespace Evergreen.Actors.Conversations;

/// <summary>
/// Plays the agent: owns the message history and the rounds of tool calls. Never calls a tool or decides about retries; asks the
/// model, hands tool calls to the supervisor, replies to the customer and tells the conversation of every turn that was played. Dies
/// with its conversation.
/// </summary>
internal sealed class AgentActor : UntypedActor
{
    private readonly ConversationContext _conversation;
    private readonly IActorRef _tools;
    private readonly SpanWriter _spans;
    private readonly AgentHistory _history;
    private readonly CancellationTokenSource _stopped = new();
    private IActorRef _customer = ActorRefs.Nobody;
    private AgentTurn? _turn;
    private ModelRequest? _asked;
    private int _modelCalls;

    public AgentActor(ConversationContext conversation, IActorRef tools)
    {
        _conversation = conversation;
        _tools = tools;
        _spans = new SpanWriter(conversation);
        _history = new AgentHistory(conversation.Run.SystemMessage, conversation.Run.SystemMessageJson);
    }

    private DateTimeOffset Now => _conversation.Services.Clock.GetUtcNow();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CustomerLine line:
                BeginTurn(line);
                break;
            case ModelAnswered answered when answered.Call == _modelCalls:
                TakeAnswer(answered);
                break;
            case ModelBroke broken when broken.Call == _modelCalls:
                Fail(Ending.ModelFailed, broken.Cause.Message, broken);
                break;
            case ToolSettled settled:
                TakeResult(settled);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void BeginTurn(CustomerLine line)
    {
        _customer = Sender;
        _turn = new AgentTurn(line.Turn, line.Text, _history.Count, _spans.NextPlace(), Now);
        _history.AddCustomer(line.Text);
        AskModel();
    }

    private void AskModel()
    {
        var call = ++_modelCalls;
        var asked = _asked = new ModelRequest(_spans.NextPlace(), Now);
        var options = new ChatOptions
        {
            Temperature = (float)_conversation.Plan.Temperature,
            Seed = _conversation.Dice("agent").With(call).NextSeed(),
            Tools = _conversation.Run.ToolDeclarations,
            ToolMode = _turn!.Rounds < _conversation.Plan.Limits.ToolRounds ? ChatToolMode.Auto : ChatToolMode.None,
        };
        _conversation.Services.AgentModel.GetResponseAsync(_history.Messages, options, _stopped.Token).PipeTo(
            Self,
            success: response => new ModelAnswered(call, asked, response, Now),
            failure: cause => new ModelBroke(call, asked, cause, Now));
    }

    private void TakeAnswer(ModelAnswered answered)
    {
        _asked = null;
        var reply = ModelReply.From(answered.Response, _history);
        _turn!.ModelAnswered(reply, answered.Response.WaitedOr(answered.At - answered.Request.At));
        var message = MessageJson.Of(reply.Message);
        // The history is what it was when the model was asked: nobody adds to it while a call is under way.
        _spans.ModelCall(
            _turn.Number,
            answered.Call,
            answered.Request.Place,
            new Period(answered.Request.At, answered.At),
            _history.ToJson(),
            MessageJson.Choices(message, reply.FinishReason),
            error: null,
            reply.InputTokens,
            reply.OutputTokens);

        if (reply.ToolCalls.Count > 0)
        {
            if (_turn.Rounds >= _conversation.Plan.Limits.ToolRounds)
            {
                Fail(Ending.LimitHit, $"the agent asked for tools after its {_turn.Rounds} rounds were used up");
                return;
            }

            _history.AddAgent(reply, message);
            RunTools(reply.ToolCalls);
        }
        else if (string.IsNullOrWhiteSpace(reply.Message.Content))
        {
            Fail(Ending.ModelFailed, $"the model's answer was empty (finish reason {reply.FinishReason})");
        }
        else
        {
            _history.AddAgent(reply, message);
            EndTurn(reply.Message.Content);
        }
    }

    private void RunTools(IReadOnlyList<RequestedCall> calls)
    {
        _turn!.BeginRound(calls, calls.Select(_ => _spans.NextPlace()).ToList());
        foreach (var call in calls)
        {
            _tools.Tell(new ExecuteTool(call.Id, call.Name, call.Arguments));
        }
    }

    private void TakeResult(ToolSettled settled)
    {
        if (_turn?.Settle(settled.CallId, settled.Outcome) is not { } call)
        {
            return;
        }

        _spans.ToolCall(call.Record!, call.Place, settled.Outcome);
        if (_turn.RoundIsOver)
        {
            foreach (var (request, outcome) in _turn.EndRound())
            {
                _history.AddToolResult(request.Id, outcome.Body);
            }

            AskModel();
        }
    }

    private void EndTurn(string text)
    {
        var turn = _turn!;
        _turn = null;
        _spans.Turn(turn.Number, turn.Place, new Period(turn.StartedAt, Now), turn.CustomerText, text, error: null);
        var work = turn.Work(_history.Since(turn.HistoryStart));
        // By the customer's mouth it would be lost with a customer who is stopped before the reply arrives.
        Context.Parent.Tell(new TurnPlayed(turn.Number, work));
        _customer.Tell(new AgentReply(turn.Number, text, work));
    }

    private void Fail(Ending ending, string reason, ModelBroke? broken = null)
    {
        if (broken is not null)
        {
            var error = broken.Cause is ModelCallException failed ? $"{failed.Failure}: {reason}" : reason;
            WriteUnanswered(_turn!, broken.Request, broken.At, error);
        }

        Context.Parent.Tell(new AgentFailed(ending, reason));
    }

    private void WriteUnanswered(AgentTurn turn, ModelRequest request, DateTimeOffset until, string error)
    {
        _asked = null;
        _spans.ModelCall(turn.Number, _modelCalls, request.Place, new Period(request.At, until), _history.ToJson(), output: null, error, 0, 0);
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        if (_turn is { } turn)
        {
            if (_asked is { } request)
            {
                WriteUnanswered(turn, request, Now, "the call was abandoned");
            }

            _spans.Turn(turn.Number, turn.Place, new Period(turn.StartedAt, Now), turn.CustomerText, agentText: null, "the turn was abandoned");
            Context.Parent.Tell(new TurnAbandoned(turn.Work(_history.Since(turn.HistoryStart))));
        }
    }

    private sealed record ModelRequest(int Place, DateTimeOffset At);

    private sealed record ModelAnswered(int Call, ModelRequest Request, ChatResponse Response, DateTimeOffset At)
        : INoSerializationVerificationNeeded;

    private sealed record ModelBroke(int Call, ModelRequest Request, Exception Cause, DateTimeOffset At) : INoSerializationVerificationNeeded;
}
