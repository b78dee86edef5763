using Akka;
using Akka.Actor;
using Akka.Hosting;
using Evergreen.Actors.Tracing;
using Microsoft.Extensions.DependencyInjection;

namespace Evergreen.Actors.Hosting;

/// <summary>Puts the actor system into a host.</summary>
public static class EvergreenHosting
{
    /// <summary>
    /// Adds the actor system and a <see cref="Simulation"/> to ask it for runs and chats. Expects <see cref="SimulationServices"/>
    /// to be registered.
    /// </summary>
    public static IServiceCollection AddEvergreen(this IServiceCollection services) => services
        .AddAkka("evergreen", (akka, provider) => akka
            .AddHocon(EvergreenConfig.Hocon, HoconAddMode.Prepend)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .WithTraceActor(provider.GetRequiredService<SimulationServices>()))
        .AddSingleton(provider => new Simulation(
            provider.GetRequiredService<ActorSystem>(),
            provider.GetRequiredService<IRequiredActor<TraceActor>>().ActorRef,
            provider.GetRequiredService<SimulationServices>()));

    /// <summary>Starts the node's <see cref="TraceActor"/>; a shutdown waits until what it holds is written.</summary>
    internal static AkkaConfigurationBuilder WithTraceActor(this AkkaConfigurationBuilder akka, SimulationServices services) => akka
        .WithActors((system, registry) =>
        {
            var trace = system.ActorOf(ActorProducer.Props(() => new TraceActor(services.Sink)), "trace");
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
}
