using Evergreen.Actors.Hosting;
using Evergreen.Actors.Runs;
using Evergreen.Host.Commands;
using Evergreen.Host.Configuration;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Evals;

/// <summary>Plays a suite against one release, scores every trial as it ends, and leaves an experiment's folder, which is a run's too.</summary>
internal static class Evaluation
{
    /// <summary>Enough to keep a model busy beside the run; its own limits are the gateway's business.</summary>
    private const int ScoredAtOnce = 32;

    /// <summary>Evaluates. Leaves nothing behind when it cannot begin.</summary>
    /// <param name="request">What on what.</param>
    /// <param name="begun">The run's record.</param>
    /// <param name="play">Plays the plan and shows how it goes.</param>
    /// <param name="verbose">Whether the log goes to the error stream.</param>
    /// <param name="context">Terminal, clock, variables.</param>
    /// <param name="stop">Ends it early; then there is no summary.</param>
    public static async Task<EvalOutcome> RunAsync(
        EvalRequest request,
        RunRecord begun,
        Func<Simulation, RunPlan, Task<RunProtocol.RunEnded>> play,
        bool verbose,
        CommandContext context,
        CancellationToken stop)
    {
        var plan = request.Plan;
        plan.Validate();
        using var recorder = RunRecorder.Create(request.Setup.Folder, begun);
        try
        {
            using var experiment = new ExperimentWriter(request.Setup.Folder);
            using var scoring = new ScoringQueue(
                request.Scorers.All, ScoredAtOnce, (conversation, scores) => experiment.Add(EvalSuite.ResultOf(conversation, scores)), stop);
            var sink = new ScoringSink(recorder, conversation => scoring.Add(conversation, request.Suite.ExpectedOf(conversation)));
            await using var host = await SimulationHost.StartAsync(request.Setup, sink, verbose, context, stop);
            var ended = await play(host.Simulation, plan);
            var record = begun with
            {
                Run = begun.Run with { Status = ended.Status, EndedAt = context.Clock.GetUtcNow(), StoppedBecause = ended.Reason },
                Totals = ended.Totals,
                Timing = ended.Timing,
            };
            recorder.Write(record);
            if (ended.Status == RunStatus.Interrupted || !await IsScoredAsync(sink, scoring, stop))
            {
                return new EvalOutcome(record, Summary: null, ended.Reason ?? "stopped by the user");
            }

            var summary = request.Summarize(experiment.Results, record);
            experiment.Finish(summary);
            return new EvalOutcome(record, summary, StopReason: null);
        }
        catch when (recorder.IsEmpty)
        {
            recorder.Discard();
            throw;
        }
    }

    private static async Task<bool> IsScoredAsync(ScoringSink sink, ScoringQueue scoring, CancellationToken stop)
    {
        try
        {
            await sink.CompleteAsync();
            await scoring.CompleteAsync();
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }
}

/// <summary>What an evaluation came to.</summary>
/// <param name="Run">The run it was.</param>
/// <param name="Summary">The scores; null when it was stopped before its end.</param>
/// <param name="StopReason">Why it was stopped; null when it was not.</param>
internal sealed record EvalOutcome(RunRecord Run, ExperimentSummary? Summary, string? StopReason)
{
    /// <summary>What to tell the shell: a model that is down is a failure, whatever else it ended.</summary>
    public int ExitCode =>
        Failed > 0 && !Run.Totals.ByEnding.ContainsKey(nameof(Ending.Cancelled)) ? Commands.ExitCode.Failures
        : Summary is null ? Commands.ExitCode.Interrupted
        : Commands.ExitCode.Done;

    /// <summary>Conversations that failed, and are not scored.</summary>
    public int Failed => Run.Totals.ByEnding.Where(ending => Enum.Parse<Ending>(ending.Key).IsFailure()).Sum(ending => ending.Value);
}
