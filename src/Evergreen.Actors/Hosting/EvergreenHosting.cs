using Akka;
using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Evergreen.Actors.Tracing;
using Microsoft.Extensions.DependencyInjection;

namespace Evergreen.Actors.Hosting;

/// <summary>Puts the actor system into a host.</summary>
public static class EvergreenHosting
{
    /// <summary>
    /// Adds the actor system and a <see cref="Simulation"/> to ask it for runs and chats. Expects <see cref="SimulationServices"/>
    /// to be registered. Spans are delivered as they are written to wherever <see cref="AddSpanDelivery"/> says.
    /// </summary>
    public static IServiceCollection AddEvergreen(this IServiceCollection services) => services
        .AddActors((akka, provider) => akka
            .WithDeliveries(provider.GetServices<SpanDelivery>())
            .WithTraceActor(provider.GetRequiredService<SimulationServices>(), provider.GetServices<SpanDelivery>()))
        .AddSingleton(provider => new Simulation(
            provider.GetRequiredService<ActorSystem>(),
            provider.GetRequiredService<IRequiredActor<TraceActor>>().ActorRef,
            provider.GetRequiredService<SimulationServices>()));

    /// <summary>Adds an actor system that delivers the spans of a run that is over to wherever <see cref="AddSpanDelivery"/> says.</summary>
    public static IServiceCollection AddEvergreenDelivery(this IServiceCollection services) => services
        .AddActors((akka, provider) => akka.WithDeliveries(provider.GetServices<SpanDelivery>()));

    /// <summary>Adds a destination for a run's spans, and a <see cref="SpanDelivery"/> that says what has become of them there.</summary>
    public static IServiceCollection AddSpanDelivery(this IServiceCollection services, DeliveryServices delivery) =>
        services.AddSingleton(new SpanDelivery(delivery));

    private static IServiceCollection AddActors(
        this IServiceCollection services, Action<AkkaConfigurationBuilder, IServiceProvider> configure) => services
        .AddAkka("evergreen", (akka, provider) => configure(
            akka
                .AddHocon(EvergreenConfig.Hocon, HoconAddMode.Prepend)
                .ConfigureLoggers(loggers =>
                {
                    // What a logger has not written when it stops goes to the console, and each system's last word is an Info.
                    loggers.LogLevel = LogLevel.WarningLevel;
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

    /// <summary>Starts the node's <see cref="TraceActor"/>; a shutdown waits until what it holds is written.</summary>
    private static AkkaConfigurationBuilder WithTraceActor(
        this AkkaConfigurationBuilder akka, SimulationServices services, IEnumerable<SpanDelivery> deliveries) => akka
        .WithActors((system, registry) =>
        {
            var informed = deliveries.Select(delivery => delivery.Actor).ToList();
            var trace = system.ActorOf(ActorProducer.Props(() => new TraceActor(services.Sink, informed)), "trace");
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

    private static AkkaConfigurationBuilder WithDeliveries(this AkkaConfigurationBuilder akka, IEnumerable<SpanDelivery> deliveries) =>
        akka.WithActors((system, _) =>
        {
            foreach (var delivery in deliveries)
            {
                delivery.Start(system);
            }
        });
}
