using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Host.Datasets;
using Evergreen.Host.Display;
using Evergreen.Host.Evals;
using Evergreen.Insights.Datasets;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Braintrust;

/// <summary>An experiment put into Braintrust's experiment of that name, beside the dataset it was made on.</summary>
internal sealed class BraintrustExperiment
{
    /// <summary>The run option that says which file the dataset was.</summary>
    public const string DatasetOption = "dataset";

    private readonly RunFolder _run;
    private readonly Experiment _experiment;
    private readonly Dataset _dataset;
    private readonly string? _base;

    private BraintrustExperiment(RunFolder run, Experiment experiment, Dataset dataset, string? @base) =>
        (_run, _experiment, _dataset, _base) = (run, experiment, dataset, @base);

    /// <summary>Reads an experiment with its dataset; its base is the one made before it on the same rows.</summary>
    /// <param name="folder">The experiment's folder, finished.</param>
    /// <exception cref="IOException">Folder or dataset is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken.</exception>
    public static BraintrustExperiment Open(string folder)
    {
        var (run, experiment) = (RunFolder.Open(folder), Experiment.Open(folder));
        var dataset = run.Record.Options.GetValueOrDefault(DatasetOption)
            ?? throw new InvalidDataException($"{folder}: run.json does not say which dataset it was made on, so it cannot be put beside it");
        var before = ExperimentFolders.OthersOn(experiment.Summary.DatasetVersion, folder)
            .Select(other => Experiment.Open(other).Summary).FirstOrDefault(other => other.CreatedAt < experiment.Summary.CreatedAt);
        return new BraintrustExperiment(run, experiment, DatasetName.Parse(dataset).Load(), before?.Name);
    }

    /// <summary>Puts it there; doing so again replaces every row by itself.</summary>
    /// <returns>What has become of it, in lines, and whether every row is there.</returns>
    public async Task<(IReadOnlyList<string> Lines, bool IsWhole)> PushAsync(BraintrustClient client, bool redact, CancellationToken stop)
    {
        var summary = _experiment.Summary;
        var dataset = await client.MakeDatasetAsync(summary.Dataset, stop);
        var rows = new ExperimentRows(_experiment, _dataset, dataset.Id);
        var (version, missing) = await WithRowsAsync(client, dataset, redact, stop);
        var @base = _base is null ? null : await client.FindExperimentAsync(_base, stop);
        var made = await MakeAsync(client, dataset, version, @base, stop);
        var (report, refused) = await client.InsertAsync("experiment", made, rows.Of(_run.Spans), redact, stop);
        List<string> lines =
        [
            $"experiment at Braintrust: {made.Name} of project {client.Project!.Name}, {Words.Count(report.Delivered)} spans delivered, {Words.Count(report.Pending)} pending, {Words.Count(report.Refused)} refused",
            $"  dataset    {dataset.Name}{(version is null ? "" : $", version {version}")}",
        ];
        if (@base is not null)
        {
            lines.Add($"  base       {@base.Name}");
        }

        lines.AddRange(refused.Concat(missing).Select(reason => $"  refused    {reason}"));
        var isWhole = report is { Pending: 0, Refused: 0 } && missing.Count == 0;
        if (!isWhole)
        {
            lines.AddRange(new[] { report.Stopped ?? report.Trouble }.OfType<string>().Select(trouble => $"  last said  {trouble}"));
            lines.Add($"  next       evergreen push {_run.Path}");
        }

        return (lines, isWhole);
    }

    /// <summary>The dataset's version once it has every row of ours, and why it has not.</summary>
    private async Task<(string? Version, IReadOnlyList<string> Missing)> WithRowsAsync(
        BraintrustClient client, BraintrustObject dataset, bool redact, CancellationToken stop)
    {
        var there = await client.FetchAsync(dataset, version: null, stop);
        var known = there.Rows.Select(row => BraintrustClient.Text(row, "id")).ToHashSet(StringComparer.Ordinal);
        var absent = _dataset.Rows.Where(row => !known.Contains(row.Id)).ToList();
        if (absent.Count == 0)
        {
            return (there.Version, []);
        }

        var (report, refused) = await client.InsertAsync("dataset", dataset, absent.Select(BraintrustDatasetRow.ToEvent), redact, stop);
        return report is { Pending: 0, Refused: 0 }
            ? ((await client.FetchAsync(dataset, version: null, stop)).Version, [])
            : (null, [.. refused, .. new[] { report.Stopped ?? report.Trouble }.OfType<string>().Select(trouble => $"the dataset's rows: {trouble}")]);
    }

    private async Task<BraintrustObject> MakeAsync(
        BraintrustClient client, BraintrustObject dataset, string? version, BraintrustObject? @base, CancellationToken stop)
    {
        var summary = _experiment.Summary;
        var wanted = new JsonObject
        {
            ["name"] = summary.Name,
            ["dataset_id"] = dataset.Id,
            ["metadata"] = new JsonObject
            {
                ["run_id"] = _run.Record.Run.Id,
                ["release"] = summary.Release,
                ["release_version"] = _run.Record.Options.GetValueOrDefault("release_version"),
                ["model"] = summary.Model,
                ["judge_model"] = summary.JudgeModel,
                ["trials"] = summary.Trials,
                ["dataset_version"] = summary.DatasetVersion,
            },
        };
        _ = version is null || wanted.TryAdd("dataset_version", version);
        _ = @base is null || wanted.TryAdd("base_exp_id", @base.Id);
        var made = await client.MakeExperimentAsync(wanted, stop);
        if (RunIdOf(made) == _run.Record.Run.Id)
        {
            return made;
        }

        // The name belongs to another experiment, whose trials must not be mixed with these.
        wanted["ensure_new"] = true;
        return await client.MakeExperimentAsync(wanted, stop);
    }

    private static string? RunIdOf(BraintrustObject experiment) =>
        experiment.Json.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("run_id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()
            : null;
}
