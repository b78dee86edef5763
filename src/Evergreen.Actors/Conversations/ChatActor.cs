using Akka.Actor;
using Evergreen.Actors.Hosting;
using static Evergreen.Actors.Conversations.AgentProtocol;
using static Evergreen.Actors.Conversations.ConversationProtocol;

namespace Evergreen.Actors.Conversations;

/// <summary>
/// Owns one conversation with a person: hands their lines to the guest, and the agent's replies back. Knows nothing of how the
/// agent works. Dies with the conversation.
/// </summary>
internal sealed class ChatActor : ReceiveActor, IWithStash
{
    private IActorRef _guest = ActorRefs.Nobody;
    private IActorRef _waiting = ActorRefs.Nobody;

    public ChatActor(ConversationContext conversation)
    {
        var self = Self;
        Context.ActorOf(ActorProducer.Props(() => new ConversationActor(conversation, (_, agent) => new GuestActor(agent, self))), "conversation")
            .Tell(Begin.Instance);

        Receive<GuestActor.Arrived>(arrived =>
        {
            _guest = arrived.Guest;
            Become(Talking);
            Stash.UnstashAll();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    public IStash Stash { get; set; } = null!;

    private void Talking()
    {
        Receive<GuestActor.Say>(say =>
        {
            _waiting = Sender;
            _guest.Tell(say);
        });
        Receive<AgentReply>(reply => _waiting.Tell(new ChatReply(reply.Text, reply.Work.ToolCalls, Ended: null)));
        Receive<GuestActor.Leave>(leave =>
        {
            _waiting = Sender;
            _guest.Tell(leave);
        });
        Receive<ConversationEnded>(ended =>
        {
            var over = new ChatReply(ended.NotRecorded ?? "", [], ended.Tally.Ending);
            _waiting.Tell(over);
            Become(() => Over(over));
        });
    }

    /// <summary>A line may come after the end, since nobody was waiting to be told of it.</summary>
    private void Over(ChatReply over)
    {
        Receive<GuestActor.Say>(_ => Sender.Tell(over));
        Receive<GuestActor.Leave>(_ =>
        {
            Sender.Tell(over);
            Context.Stop(Self);
        });
    }
}
