using System.Text.Json;
using Evergreen.Insights.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Experiments;

/// <summary>
/// Writes an experiment: results.jsonl as trials are scored, summary.json at the end. A folder without a summary is an
/// experiment that did not come to its end, and is not compared with any other.
/// </summary>
public sealed class ExperimentWriter : IDisposable
{
    private static readonly ExperimentJson Indented = new(new JsonSerializerOptions(ExperimentJson.Default.Options) { WriteIndented = true });

    private readonly string _folder;
    private readonly JsonLinesWriter _lines;
    private readonly List<ExperimentResult> _results = [];

    /// <summary>Begins the results.</summary>
    /// <param name="folder">The experiment's folder, which exists and holds no experiment.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ExperimentWriter(string folder)
    {
        _folder = folder;
        _lines = new JsonLinesWriter(Path.Combine(folder, Experiment.ResultsFile));
    }

    /// <summary>The results so far, in the order they came.</summary>
    public IReadOnlyList<ExperimentResult> Results => _results;

    /// <summary>Refuses a folder that an experiment cannot be written to, without touching it.</summary>
    /// <param name="folder">E.g. <c>experiments/sizing-v1</c>.</param>
    /// <exception cref="ArgumentException">Something is there already.</exception>
    public static void Check(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new ArgumentException($"{folder}: exists already; give the experiment another name, or delete this one first");
        }
    }

    /// <summary>Adds a scored trial. One at a time.</summary>
    public void Add(ExperimentResult result)
    {
        _lines.Append(result, ExperimentJson.Default.ExperimentResult);
        _results.Add(result);
    }

    /// <summary>Writes the summary in one step: a reader sees all of it or none.</summary>
    public void Finish(ExperimentSummary summary) => WholeFile.Write(
        Path.Combine(_folder, Experiment.SummaryFile),
        [.. JsonSerializer.SerializeToUtf8Bytes(summary, Indented.ExperimentSummary), (byte)'\n']);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();
}
