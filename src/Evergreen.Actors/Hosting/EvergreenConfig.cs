using Akka.Configuration;
using Akka.Event;

namespace Evergreen.Actors.Hosting;

/// <summary>The actor system's settings, for production and tests alike.</summary>
public static class EvergreenConfig
{
    internal const string ToolDispatcher = "evergreen.tool-dispatcher";

    /// <summary>
    /// Tools may block (an embedded database does), so their attempts run on threads of their own. The last phase of a shutdown
    /// may take 20 s, because it writes what is still buffered; 5 s is the default. Signals are the host's to answer: the system's own
    /// hook would end actors in the middle of a run that is being stopped in order. What Akka says when the log is not there yet,
    /// or not any more, must not get between the results.
    /// </summary>
    public static Config Hocon { get; } = ConfigurationFactory.ParseString("""
        akka {
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          stdout-loglevel = OFF
          stdout-logger-class = "Evergreen.Actors.Hosting.SilentLogger, Evergreen.Actors"
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.phases.before-actor-system-terminate.timeout = 20s
        }
        evergreen.tool-dispatcher {
          type = ForkJoinDispatcher
          throughput = 10
          dedicated-thread-pool {
            thread-count = 4
            threadtype = background
          }
        }
        """);
}

/// <summary>Stands in for Akka's console logger, which writes to the standard output whatever its level when it is the last one left.</summary>
internal sealed class SilentLogger : MinimalLogger
{
    protected override void Log(object message)
    {
    }
}
