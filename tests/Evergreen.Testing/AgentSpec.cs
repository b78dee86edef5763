using Akka.Actor;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Catalog;
using Microsoft.Extensions.AI;
using static Evergreen.Actors.Conversations.ConversationProtocol;

namespace Evergreen.Testing;

/// <summary>
/// One conversation with an agent, in virtual time. Its parts are fakes until a test puts others in their place before it begins:
/// any <see cref="IChatClient"/> may be the agent, any <see cref="IToolbox"/> the shop.
/// </summary>
public abstract class AgentSpec(string hocon = "") : ActorSpec(hocon)
{
    // A timer that is set when another fires counts from the end of the step.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    /// <summary>The agent's model.</summary>
    protected IChatClient Agent { get; set; } = new ScriptedModel();

    /// <summary>Who makes up what the customer says after the script.</summary>
    protected IChatClient Customer { get; set; } = new ScriptedModel();

    /// <summary>The tools.</summary>
    protected IToolbox Shop { get; set; } = new FakeToolbox();

    /// <summary>The release and the scenario; by default <see cref="Some.Plan"/>.</summary>
    protected RunPlan Plan { get; set; } = Some.Plan();

    /// <summary>What is on disk.</summary>
    protected CollectingSink Sink { get; } = new();

    /// <summary>The conversation, from its beginning on.</summary>
    protected IActorRef Conversation { get; private set; } = ActorRefs.Nobody;

    /// <summary>Plays a whole conversation.</summary>
    /// <param name="waiting">How long it may have to wait, in virtual time: for backoff, a slow model, a slow tool. Default: not at all.</param>
    protected ConversationRecord Play(TimeSpan waiting = default)
    {
        Begin();
        for (var passed = TimeSpan.Zero; passed < waiting; passed += Step)
        {
            Pass(Step);
        }

        return Ended();
    }

    /// <summary>Begins it; it goes on until something has to be waited for.</summary>
    protected void Begin()
    {
        var trace = Start(() => new TraceActor(Sink));
        var services = new SimulationServices(Agent, Customer, Shop, Sink, Clock);
        var context = new ConversationContext(new ConversationPlan(Plan.Scenarios[0].Id + ".1", Plan.Scenarios[0]), new RunContext(Plan, services, trace));
        Conversation = Start(() => new ConversationActor(context, (with, agent) => new CustomerActor(with, agent)));
        Conversation.Tell(ConversationProtocol.Begin.Instance, TestActor);
    }

    /// <summary>What it left on disk; fails when it has not ended.</summary>
    protected ConversationRecord Ended()
    {
        var ended = ExpectMsg<ConversationEnded>();
        var record = Sink.Conversations.Single();
        return record.Ending == ended.Tally.Ending
            ? record
            : throw new InvalidOperationException($"{record.Ending} is on disk, and {ended.Tally.Ending} was told");
    }
}
