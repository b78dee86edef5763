using Akka.Actor;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;
using static Evergreen.Actors.Conversations.AgentProtocol;
using static Evergreen.Actors.Conversations.ConversationProtocol;

namespace Evergreen.Actors.Conversations;

/// <summary>
/// Plays the customer: owns script, tone and extra turns. Talks to the agent directly and tells the conversation when there will be
/// no further line. Its model calls stay out of the conversation's trace. Dies with its conversation.
/// </summary>
internal sealed class CustomerActor : UntypedActor
{
    private readonly ConversationContext _conversation;
    private readonly IActorRef _agent;
    private readonly CustomerScript _script;
    private readonly List<ChatMessage> _history = [];
    private readonly CancellationTokenSource _stopped = new();
    private TimeSpan _waited;
    private int _turn;
    private int _modelCalls;

    public CustomerActor(ConversationContext conversation, IActorRef agent)
    {
        _conversation = conversation;
        _agent = agent;
        _script = CustomerScript.Of(conversation.Conversation, conversation.Plan);
        _history.Add(new ChatMessage(ChatRole.System, CustomerPrompt.Fill(
            conversation.Plan.CustomerPrompt, conversation.Conversation.Scenario, _script.Tone, conversation.Plan.CustomersMayLeave)));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin:
                Continue();
                break;
            case AgentReply reply when reply.Turn == _turn:
                TakeReply(reply);
                break;
            case LineWritten written when written.Call == _modelCalls:
                TakeLine(written);
                break;
            case LineFailed failed when failed.Call == _modelCalls:
                Finish(Ending.ModelFailed, $"customer model: {failed.Cause.Message}");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Continue()
    {
        switch (_script.Next())
        {
            case CustomerStep.Say line:
                Say(line.Text);
                break;
            case CustomerStep.Generate:
                WriteLine();
                break;
            default:
                Finish(Ending.Completed, reason: null);
                break;
        }
    }

    private void Say(string text)
    {
        // To the customer's model the customer's own words are the assistant's.
        _history.Add(new ChatMessage(ChatRole.Assistant, text));
        _agent.Tell(new CustomerLine(++_turn, text));
    }

    private void TakeReply(AgentReply reply)
    {
        _history.Add(new ChatMessage(ChatRole.User, reply.Text));
        Continue();
    }

    private void WriteLine()
    {
        var call = ++_modelCalls;
        var clock = _conversation.Services.Clock;
        var asked = clock.GetTimestamp();
        var options = new ChatOptions
        {
            Temperature = (float)_conversation.Plan.Temperature,
            Seed = _conversation.Dice("customer line").With(call).NextSeed(),
        };
        _conversation.Services.CustomerModel.GetResponseAsync(_history, options, _stopped.Token).PipeTo(
            Self,
            success: response => new LineWritten(call, response.Text.Trim(), response.WaitedOr(clock.GetElapsedTime(asked))),
            failure: cause => new LineFailed(call, cause));
    }

    private void TakeLine(LineWritten line)
    {
        _waited += line.Waited;
        if (line.Text.Length == 0)
        {
            Finish(Ending.ModelFailed, "customer model: the answer was empty");
        }
        else if (line.Text.Contains(CustomerPrompt.LeavesMarker, StringComparison.Ordinal))
        {
            // Nobody told a customer who has to stay about the marker; a model that writes it all the same did not do its part.
            var mayLeave = _conversation.Plan.CustomersMayLeave;
            Finish(
                mayLeave ? Ending.CustomerLeft : Ending.ModelFailed,
                mayLeave ? "the customer gave up" : "customer model: gave up in a conversation that is played to its end");
        }
        else
        {
            Say(line.Text);
        }
    }

    private void Finish(Ending ending, string? reason) => Context.Parent.Tell(new CustomerDone(ending, reason, _waited));

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private sealed record LineWritten(int Call, string Text, TimeSpan Waited) : INoSerializationVerificationNeeded;

    private sealed record LineFailed(int Call, Exception Cause) : INoSerializationVerificationNeeded;
}
