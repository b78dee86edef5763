using System.Text.Json;
using Evergreen.Host.Tracing;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Import;

/// <summary>The folder of an imported run: it is there whole, or not at all.</summary>
internal static class ImportedFolder
{
    private const string Unfinished = ".importing";

    /// <summary>Refuses a place where a folder cannot be made, without touching it.</summary>
    /// <exception cref="ArgumentException">Something is there already.</exception>
    public static void Check(string path)
    {
        RunRecorder.Check(path);
        if (Directory.Exists(path))
        {
            throw new ArgumentException($"--out {path}: exists already; give a new folder, or delete this one first");
        }
    }

    /// <summary>Writes the folder beside its place and moves it there in one step.</summary>
    /// <exception cref="IOException">It cannot be written; the message says why and what to do.</exception>
    public static void Write(string path, RunRecord record, IEnumerable<ConversationRecord> conversations)
    {
        var unfinished = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Unfinished;
        try
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            Directory.CreateDirectory(unfinished);
            using (var lines = File.Create(Path.Combine(unfinished, RunFolder.ConversationsFile)))
            {
                foreach (var conversation in conversations)
                {
                    JsonSerializer.Serialize(lines, conversation, TranscriptJson.Default.ConversationRecord);
                    lines.WriteByte((byte)'\n');
                }
            }

            File.WriteAllBytes(Path.Combine(unfinished, RunFolder.RunFile), RunJson.Pretty(record));
            Directory.Move(unfinished, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            throw new IOException($"--out {path}: cannot be written ({e.Message.Split(" : '")[0].TrimEnd('.')}); choose a folder you may write to", e);
        }
    }
}
