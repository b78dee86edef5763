using Akka.Actor;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tracing;
using Evergreen.Tools.Services;

namespace Evergreen.Actors.Conversations;

/// <summary>What a conversation's actors share: who they are, what they work with. Handed to constructors, never sent.</summary>
internal sealed record ConversationContext(ConversationPlan Conversation, RunContext Run)
{
    public string Id => Conversation.Id;

    public RunPlan Plan => Run.Plan;

    public SimulationServices Services => Run.Services;

    /// <summary>Under the run's id: a database may hold the worlds of many runs.</summary>
    public string World => Plan.SharedWorld ? Plan.RunId : $"{Plan.RunId}/{Id}";

    public IActorRef Trace => Run.Trace;

    public TraceIds TraceIds { get; } = new(Run.Plan.RunId, Conversation.Id);

    /// <summary>Dice that depend on the run's seed, this conversation and what they are thrown for; on nothing else.</summary>
    public Dice Dice(string purpose) => new Dice(Plan.Seed).With(Id).With(purpose);
}
