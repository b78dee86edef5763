using Evergreen.Insights.Experiments;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Json;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Reports;

/// <summary>A folder that a report can be made of: a run's, an experiment's, or an experiment's with its run beside it.</summary>
public sealed class ReportFolder
{
    private ReportFolder(string path, RunFolder? run, Experiment? experiment)
    {
        (Path, Run, Experiment) = (path, run, experiment);
        Results = (experiment?.Results ?? []).DistinctBy(r => r.ConversationId).ToDictionary(r => r.ConversationId, StringComparer.Ordinal);
        Subjects = run is null ? [] : [.. RunSubjects.Of(run)];
        Topics = TopicFiles.Exist(path) ? TopicFiles.Load(path) : null;
        Readings = Topics is null ? [] : TopicFiles.LoadReadings(path, Subjects.Select(s => s.Conversation));
    }

    /// <summary>Where it lies, as it was given.</summary>
    public string Path { get; }

    /// <summary>The run; null when only an experiment's results are there.</summary>
    public RunFolder? Run { get; }

    /// <summary>The experiment; null when the folder is a run's.</summary>
    public Experiment? Experiment { get; }

    /// <summary>The conversations that have ended, with what was found out about them.</summary>
    internal IReadOnlyList<FilterSubject> Subjects { get; }

    /// <summary>An experiment's results by conversation.</summary>
    internal IReadOnlyDictionary<string, ExperimentResult> Results { get; }

    /// <summary>The topics; null when none were made.</summary>
    internal RunTopics? Topics { get; }

    /// <summary>What the facets found.</summary>
    internal IReadOnlyList<FacetReading> Readings { get; }

    /// <summary>The release that was played, as the user named it: a name or a file.</summary>
    internal string? Release => Run?.Record.Options.GetValueOrDefault("release") ?? Experiment?.Summary.Release;

    internal string Name => Experiment?.Summary.Name ?? Run!.Record.Run.Name;

    /// <summary>Opens a folder and reads its conversations and topics.</summary>
    /// <param name="path">E.g. <c>runs/v1</c> or <c>experiments/sizing-v1</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It is neither a run's nor an experiment's, or a file in it is broken.</exception>
    public static ReportFolder Open(string path)
    {
        InputPath.RequireFolder(path, "give the folder of a run or of an experiment, e.g. runs/v1");

        var isRun = File.Exists(System.IO.Path.Combine(path, RunFolder.RunFile));
        var isExperiment = File.Exists(System.IO.Path.Combine(path, Experiments.Experiment.SummaryFile));
        if (!isRun && !isExperiment)
        {
            throw new InvalidDataException(
                $"{path}: neither a run's folder (it has no {RunFolder.RunFile}) nor an experiment's (no {Experiments.Experiment.SummaryFile}); "
                + "give one that generate, import or eval wrote");
        }

        return new ReportFolder(path, isRun ? RunFolder.Open(path) : null, isExperiment ? Experiments.Experiment.Open(path) : null);
    }

    /// <summary>A conversation's scores by scorer; what is not scored is absent.</summary>
    internal IReadOnlyDictionary<string, double> Scores(string conversation) => Results.GetValueOrDefault(conversation)?.Scores
        .Where(s => s.Value is not null).ToDictionary(s => s.Scorer, s => s.Value!.Value) ?? [];
}
