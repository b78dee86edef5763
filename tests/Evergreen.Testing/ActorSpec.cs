using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Evergreen.Actors.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Evergreen.Testing;

/// <summary>
/// An actor system in virtual time: a message is handled on the teller's thread, and a timer fires when <see cref="Pass"/> says
/// that its time has come. Only a task that a test completes itself may go on on another thread: expect or await its effect.
/// </summary>
public abstract class ActorSpec(string hocon = "") : TestKit(ConfigurationFactory.ParseString(hocon)
    .WithFallback(ConfigurationFactory.ParseString(VirtualTime))
    .WithFallback(EvergreenConfig.Hocon))
{
    private const string VirtualTime = """
        akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
        akka.actor.default-dispatcher.type = "Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit"
        evergreen.tool-dispatcher.type = "Akka.TestKit.CallingThreadDispatcherConfigurator, Akka.TestKit"
        akka.loglevel = WARNING
        """;

    /// <summary>The clock that durations and time stamps are read from.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 15, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Lets time pass, for clock and timers alike.</summary>
    protected void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    /// <summary>Starts an actor as production does; it is up when this returns.</summary>
    protected IActorRef Start<TActor>(Func<TActor> create, string? name = null)
        where TActor : ActorBase
    {
        var actor = Sys.ActorOf(ActorProducer.Props(create), name);
        var probe = CreateTestProbe();
        actor.Tell(new Identify(null), probe);
        probe.ExpectMsg<ActorIdentity>();
        return actor;
    }
}
