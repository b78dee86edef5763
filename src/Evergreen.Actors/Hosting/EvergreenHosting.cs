using Akka;
using Akka.Actor;
using Akka.Hosting;
using Evergreen.Actors.Tracing;
using Evergreen.Actors.Tracing.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace Evergreen.Actors.Hosting;

/// <summary>Puts the actor system into a host.</summary>
public static class EvergreenHosting
{
    /// <summary>
    /// Adds the actor system and a <see cref="Simulation"/> to ask it for runs and chats. Expects <see cref="SimulationServices"/>
    /// to be registered. With <see cref="DeliveryServices"/> registered too, spans are delivered as they are written, and a
    /// <see cref="SpanDelivery"/> says what has become of them.
    /// </summary>
    public static IServiceCollection AddEvergreen(this IServiceCollection services) => services
        .AddActors((akka, provider) => akka
            .WithDelivery(provider.GetService<DeliveryServices>())
            .WithTraceActor(provider.GetRequiredService<SimulationServices>()))
        .AddSingleton(provider => new Simulation(
            provider.GetRequiredService<ActorSystem>(),
            provider.GetRequiredService<IRequiredActor<TraceActor>>().ActorRef,
            provider.GetRequiredService<SimulationServices>()))
        .AddSpanDelivery();

    /// <summary>
    /// Adds an actor system that delivers the spans of a run that is over, and a <see cref="SpanDelivery"/> to ask it for them.
    /// Expects <see cref="DeliveryServices"/> to be registered.
    /// </summary>
    public static IServiceCollection AddEvergreenDelivery(this IServiceCollection services) => services
        .AddActors((akka, provider) => akka.WithDelivery(provider.GetRequiredService<DeliveryServices>()))
        .AddSpanDelivery();

    private static IServiceCollection AddActors(
        this IServiceCollection services, Action<AkkaConfigurationBuilder, IServiceProvider> configure) => services
        .AddAkka("evergreen", (akka, provider) => configure(
            akka
                .AddHocon(EvergreenConfig.Hocon, HoconAddMode.Prepend)
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                })
                .AddStartup((system, _) => WakeScheduler(system)),
            provider));

    /// <summary>
    /// The scheduler starts its worker on the thread pool with the first timer, and whoever sets one meanwhile blocks. When that is
    /// every thread of the pool, because a run's conversations begin with a timer each, the worker gets none: the run stands still
    /// until the pool has grown by dozens of threads, about ten seconds.
    /// </summary>
    private static void WakeScheduler(ActorSystem system) => system.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => { });

    private static IServiceCollection AddSpanDelivery(this IServiceCollection services) => services
        .AddSingleton(provider => new SpanDelivery(provider.GetRequiredService<IRequiredActor<DeliveryActor>>().ActorRef));

    /// <summary>Starts the node's <see cref="TraceActor"/>; a shutdown waits until what it holds is written.</summary>
    internal static AkkaConfigurationBuilder WithTraceActor(this AkkaConfigurationBuilder akka, SimulationServices services) => akka
        .WithActors((system, registry) =>
        {
            var delivery = registry.TryGet<DeliveryActor>(out var registered) ? registered : null;
            var trace = system.ActorOf(ActorProducer.Props(() => new TraceActor(services.Sink, delivery)), "trace");
            registry.Register<TraceActor>(trace);
            CoordinatedShutdown.Get(system).AddTask(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
                "flush-trace",
                async () =>
                {
                    await trace.Ask<TraceProtocol.Flushed>(TraceProtocol.Flush.Instance, TimeSpan.FromSeconds(15));
                    return Done.Instance;
                });
        });

    /// <summary>Starts the <see cref="DeliveryActor"/> of the run's spans, if they are to be delivered.</summary>
    internal static AkkaConfigurationBuilder WithDelivery(this AkkaConfigurationBuilder akka, DeliveryServices? services) => services is null
        ? akka
        : akka.WithActors((system, registry) =>
            registry.Register<DeliveryActor>(system.ActorOf(ActorProducer.Props(() => new DeliveryActor(services)), "delivery")));
}
