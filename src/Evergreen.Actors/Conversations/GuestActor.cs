using Akka.Actor;
using Evergreen.Insights.Transcripts;
using static Evergreen.Actors.Conversations.AgentProtocol;
using static Evergreen.Actors.Conversations.ConversationProtocol;

namespace Evergreen.Actors.Conversations;

/// <summary>Stands in the customer's place for a person outside, who speaks and listens through <see cref="ChatActor"/>.</summary>
internal sealed class GuestActor : ReceiveActor
{
    private int _turn;

    public GuestActor(IActorRef agent, IActorRef chat)
    {
        Receive<Begin>(_ => chat.Tell(new Arrived(Self)));
        Receive<Say>(say => agent.Tell(new CustomerLine(++_turn, say.Text)));
        Receive<AgentReply>(reply => chat.Tell(reply));
        Receive<Leave>(_ => Context.Parent.Tell(new CustomerDone(Ending.Completed, Reason: null, TimeSpan.Zero)));
    }

    /// <summary>To the chat: the guest is ready to speak.</summary>
    public sealed record Arrived(IActorRef Guest) : INoSerializationVerificationNeeded;

    /// <summary>A line of the person outside.</summary>
    public sealed record Say(string Text);

    /// <summary>The person outside has no more to say.</summary>
    public sealed record Leave
    {
        /// <summary>The only instance.</summary>
        public static Leave Instance { get; } = new();
    }
}
