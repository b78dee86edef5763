using Evergreen.Actors.Tracing;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Json;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tracing;

/// <summary>
/// Makes a run's folder and writes its files: run.json at the start and at the end, spans.jsonl and conversations.jsonl as
/// conversations end. Read it back with <see cref="RunFolder"/>.
/// </summary>
internal sealed class RunRecorder : ITraceSink, IDisposable
{
    /// <summary>The embedded shop's database.</summary>
    public const string ShopFile = "shop.db";

    /// <summary>What the program logs while the run is under way.</summary>
    public const string LogFile = "run.log";

    private static readonly string[] RunFiles =
    [
        RunFolder.RunFile, RunFolder.SpansFile, RunFolder.ConversationsFile, ScoreFile.Name, Experiment.ResultsFile, ShopFile, LogFile,
    ];

    private readonly JsonLinesWriter _spans;
    private readonly JsonLinesWriter _conversations;
    private readonly IReadOnlyList<string> _madeFolders;

    internal RunRecorder(string path, JsonLinesWriter spans, JsonLinesWriter conversations, IReadOnlyList<string> madeFolders) =>
        (Path, _spans, _conversations, _madeFolders) = (path, spans, conversations, madeFolders);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Whether no line has been written yet.</summary>
    public bool IsEmpty => _spans.Length + _conversations.Length == 0;

    /// <summary>Refuses a folder that a run cannot be written to, without touching it.</summary>
    /// <exception cref="ArgumentException">It is a file, or holds a run already.</exception>
    public static void Check(string path)
    {
        if (File.Exists(path))
        {
            throw new ArgumentException($"--out {path}: this is a file; give the folder of a new run");
        }

        if (Array.Find(RunFiles, name => File.Exists(System.IO.Path.Combine(path, name))) is { } found)
        {
            throw new ArgumentException($"--out {path}: holds a run already ({found}); give a new folder, or delete this one first");
        }
    }

    /// <summary>Makes the folder, its missing parents included, and writes run.json. Leaves nothing behind when it cannot.</summary>
    /// <exception cref="ArgumentException">The folder holds a run already.</exception>
    /// <exception cref="IOException">It cannot be written; the message says why and what to do.</exception>
    public static RunRecorder Create(string path, RunRecord record)
    {
        Check(path);
        var made = MissingFolders(path);
        JsonLinesWriter? spans = null;
        JsonLinesWriter? conversations = null;
        try
        {
            Directory.CreateDirectory(path);
            spans = new JsonLinesWriter(System.IO.Path.Combine(path, RunFolder.SpansFile));
            conversations = new JsonLinesWriter(System.IO.Path.Combine(path, RunFolder.ConversationsFile));
            var recorder = new RunRecorder(path, spans, conversations, made);
            recorder.Write(record);
            return recorder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            spans?.Dispose();
            conversations?.Dispose();
            Remove(path, made);
            throw new IOException($"{path}: cannot be written ({Reason(e)}); choose a folder you may write to", e);
        }
    }

    /// <inheritdoc />
    public Task WriteAsync(TraceBatch batch, CancellationToken cancellationToken)
    {
        var (file, spans) = (RunFolder.SpansFile, _spans.Length);
        try
        {
            _spans.Append(batch.Spans.Span);
            file = RunFolder.ConversationsFile;
            _conversations.Append(batch.Conversations.Span);
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _spans.TakeBack(spans);
            throw new IOException(
                $"{System.IO.Path.Combine(Path, file)}: cannot be written ({Reason(e)}); what was written before is whole", e);
        }
    }

    /// <summary>Replaces run.json in one step: a reader sees the old record or the new one, never half of one.</summary>
    public void Write(RunRecord record) => WholeFile.Write(System.IO.Path.Combine(Path, RunFolder.RunFile), RunJson.Pretty(record));

    /// <summary>Removes what was made, for a run that could not begin.</summary>
    public void Discard()
    {
        Dispose();
        Remove(Path, _madeFolders);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _spans.Dispose();
        _conversations.Dispose();
    }

    private static List<string> MissingFolders(string path)
    {
        var missing = new List<string>();
        for (var folder = System.IO.Path.GetFullPath(path); folder is not null && !Directory.Exists(folder);
             folder = System.IO.Path.GetDirectoryName(folder))
        {
            missing.Add(folder);
        }

        return missing;
    }

    private static void Remove(string path, IReadOnlyList<string> folders)
    {
        foreach (var name in RunFiles.Where(_ => Directory.Exists(path)))
        {
            File.Delete(System.IO.Path.Combine(path, name));
        }

        foreach (var folder in folders.Where(Directory.Exists))
        {
            Directory.Delete(folder);
        }
    }

    // The framework's sentence ends with the path, which the message begins with.
    private static string Reason(Exception e) => e.Message.Split(" : '")[0].TrimEnd('.');
}
