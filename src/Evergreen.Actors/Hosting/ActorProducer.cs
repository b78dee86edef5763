using Akka.Actor;

namespace Evergreen.Actors.Hosting;

/// <summary>
/// Props for actors made per conversation or per call. Expression props compile an expression tree each time, 0.2 to 0.35 ms of
/// CPU an actor, which would be most of what a conversation costs.
/// </summary>
internal sealed class ActorProducer(Type type, Func<ActorBase> create) : IIndirectActorProducer
{
    public Type ActorType => type;

    public ActorBase Produce() => create();

    public void Release(ActorBase actor)
    {
    }

    public static Props Props<TActor>(Func<TActor> create)
        where TActor : ActorBase =>
        Akka.Actor.Props.CreateBy(new ActorProducer(typeof(TActor), create));
}
