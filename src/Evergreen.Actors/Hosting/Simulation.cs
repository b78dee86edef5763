using Akka.Actor;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Runs;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Scoring;
using static Evergreen.Actors.Runs.RunProtocol;

namespace Evergreen.Actors.Hosting;

/// <summary>The door to the actor system: registered by <c>AddEvergreen</c>, used by commands.</summary>
public sealed class Simulation
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(100);

    private readonly ActorSystem _system;
    private readonly IActorRef _trace;
    private readonly SimulationServices _services;

    internal Simulation(ActorSystem system, IActorRef trace, SimulationServices services)
    {
        _system = system;
        _trace = trace;
        _services = services;
    }

    /// <summary>Plays a run to its end.</summary>
    /// <param name="plan">What to play; validated first.</param>
    /// <param name="progress">Told about ten times a second; may be null.</param>
    /// <param name="cancellationToken">
    /// Stops admission and ends what is under way; the result then says <c>interrupted</c>. Not an exception: what ended is kept.
    /// </param>
    /// <exception cref="ArgumentException">The plan cannot be run.</exception>
    public async Task<RunEnded> RunAsync(RunPlan plan, IProgress<RunProgress>? progress, CancellationToken cancellationToken)
    {
        plan.Validate();
        var coordinator = _system.ActorOf(ActorProducer.Props(() => new RunCoordinator(_services, _trace)));
        var ended = coordinator.Ask<RunEnded>(new StartRun(plan), Timeout.InfiniteTimeSpan, CancellationToken.None);
        await using var cancellation = cancellationToken.Register(() => coordinator.Tell(new CancelRun("stopped by the user")));
        if (progress is not null)
        {
            await ReportAsync(coordinator, ended, progress);
        }

        return await ended;
    }

    private async Task ReportAsync(IActorRef coordinator, Task ended, IProgress<RunProgress> progress)
    {
        using var ticks = new PeriodicTimer(ProgressInterval, _services.Clock);
        while (!ended.IsCompleted && await ticks.WaitForNextTickAsync(CancellationToken.None))
        {
            var asked = coordinator.Ask<RunProgress>(GetProgress.Instance, TimeSpan.FromSeconds(5));
            if (await Task.WhenAny(ended, asked) == asked && asked.IsCompletedSuccessfully)
            {
                progress.Report(await asked);
            }
        }
    }

    /// <summary>Adds what judges made of a conversation to its trace.</summary>
    /// <param name="plan">The run it belongs to.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="scores">Verdicts, or reasons why there are none.</param>
    public void Record(RunPlan plan, string conversationId, IEnumerable<Score> scores)
    {
        var now = _services.Clock.GetUtcNow();
        foreach (var score in scores)
        {
            _trace.Tell(TraceProtocol.Record.Of(ScoreSpan.Of(plan.RunId, conversationId, score, new Period(now, now))));
        }
    }

    /// <summary>Completes when everything that was recorded is on disk, or cannot be.</summary>
    /// <returns>Rows written and rows lost since the simulation began.</returns>
    public async Task<(long Written, long Lost)> FlushAsync()
    {
        var flushed = await _trace.Ask<TraceProtocol.Flushed>(TraceProtocol.Flush.Instance, Timeout.InfiniteTimeSpan);
        return (flushed.Sent, flushed.Dropped);
    }

    /// <summary>Opens a conversation whose customer is whoever calls <see cref="ChatSession.SayAsync"/>.</summary>
    public ChatSession OpenChat(RunPlan plan)
    {
        plan.Validate();
        var conversation = new ConversationContext(
            new ConversationPlan("chat.1", plan.Scenarios[0]), new RunContext(plan, _services, _trace));
        return new ChatSession(_system.ActorOf(ActorProducer.Props(() => new ChatActor(conversation))));
    }
}
