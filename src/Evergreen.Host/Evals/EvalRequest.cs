using Evergreen.Actors.Runs;
using Evergreen.Host.Configuration;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Evals;

/// <summary>One release to be evaluated on a suite, read and checked.</summary>
internal sealed record EvalRequest
{
    /// <summary>The agent, its shop, and the experiment's folder.</summary>
    public required SimulationSetup Setup { get; init; }

    public required EvalSuite Suite { get; init; }

    public required EvalScorers Scorers { get; init; }

    /// <summary>The judges' model as it is recorded; null without judges.</summary>
    public string? JudgeModel { get; init; }

    /// <summary>How often each row is played.</summary>
    public required int Trials { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>How long a conversation may take.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>
    /// Every row so many times, every customer turn of it, each in a world of its own. Faults and tones are drawn from seed, row
    /// and trial, so that they differ between trials and are the same for every release.
    /// </summary>
    public RunPlan Plan => new()
    {
        RunId = Setup.RunId,
        Scenarios = Suite.Scenarios,
        Repeat = Trials,
        Concurrency = Concurrency,
        Seed = Setup.Seed,
        Temperature = Setup.Temperature,
        ExtraTurns = ExtraTurns.None,
        CustomersMayLeave = false,
        Release = Setup.Release,
        CustomerPrompt = Setup.CustomerPrompt,
        Model = Setup.Model,
        WorldClock = Setup.WorldClock,
        Limits = new ConversationLimits { Deadline = Deadline },
    };

    /// <summary>What came out.</summary>
    public ExperimentSummary Summarize(IReadOnlyList<ExperimentResult> results, RunRecord run) => new()
    {
        Name = Setup.Name,
        Release = Setup.Release.Name,
        Model = Setup.Model,
        JudgeModel = JudgeModel,
        Dataset = Suite.Name,
        DatasetVersion = Suite.Version,
        Trials = Trials,
        CreatedAt = run.Run.StartedAt,
        Reproducible = run.Run.Reproducible,
        ByEnding = run.Totals.ByEnding,
        Scorers = Experiment.Summarize(results, Scorers.All.Select(scorer => (scorer.Name, scorer.Scale))),
    };
}
