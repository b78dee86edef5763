using System.Text.Json;
using Evergreen.Insights.Json;
using Evergreen.Insights.Spans;

namespace Evergreen.Insights.Transcripts;

/// <summary>A run's folder, read back. The run may be under way: what it has written whole so far is what there is.</summary>
public sealed class RunFolder
{
    /// <summary>The name of the file that makes a folder a run.</summary>
    public const string RunFile = "run.json";

    /// <summary>The file of <see cref="ConversationRecord"/>s.</summary>
    public const string ConversationsFile = "conversations.jsonl";

    /// <summary>The file of <see cref="SpanRow"/>s.</summary>
    public const string SpansFile = "spans.jsonl";

    private RunFolder(string path, RunRecord record)
    {
        (Path, Record) = (path, record);
        Conversations = new(System.IO.Path.Combine(path, ConversationsFile), TranscriptJson.Default.ConversationRecord);
        Spans = new(System.IO.Path.Combine(path, SpansFile), TranscriptJson.Default.SpanRow);
    }

    /// <summary>Where it lies, as it was given.</summary>
    public string Path { get; }

    /// <summary>What run.json says.</summary>
    public RunRecord Record { get; }

    /// <summary>The conversations that have ended, streamed from disk in the order they ended.</summary>
    public JsonLines<ConversationRecord> Conversations { get; }

    /// <summary>The ended spans, streamed from disk.</summary>
    public JsonLines<SpanRow> Spans { get; }

    /// <summary>Opens a run's folder.</summary>
    /// <param name="path">E.g. <c>runs/v1</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It is not a run's folder, or its run.json is broken.</exception>
    public static RunFolder Open(string path)
    {
        InputPath.RequireFolder(path, "give the folder of a run, e.g. runs/v1");

        var file = System.IO.Path.Combine(path, RunFile);
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"{path}: not a run's folder, it has no {RunFile}; give one that generate or import wrote");
        }

        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(file), TranscriptJson.Default.RunRecord);
            return new RunFolder(path, record ?? throw new InvalidDataException($"{file}:1: holds null instead of a run"));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{JsonMistake.Describe(e, file)}; the file was damaged after it was written: restore it, or give another run", e);
        }
    }
}
