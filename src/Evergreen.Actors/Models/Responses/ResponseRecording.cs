using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Models.Responses;

/// <summary>
/// Writes every call of a run to a file as it is answered: JSON lines, a header first. <see cref="ResponseReplay"/> plays it
/// again. What cannot be written whole is taken back.
/// </summary>
public sealed class ResponseRecording : IDisposable
{
    private readonly Lock _lock = new();
    private readonly JsonLinesWriter _lines;

    /// <summary>Begins a recording.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="model">The agent's model, for the header.</param>
    /// <param name="clock">For the header.</param>
    /// <exception cref="ArgumentException">The file exists or cannot be made.</exception>
    /// <exception cref="IOException">There is no room for the header.</exception>
    public ResponseRecording(string path, string model, TimeProvider clock)
        : this(Begin(path), model, clock)
    {
    }

    internal ResponseRecording(JsonLinesWriter lines, string model, TimeProvider clock)
    {
        _lines = lines;
        try
        {
            _lines.Append(
                new RecordingHeader(ResponseReplay.Version, model, clock.GetUtcNow()), StoredAnswerJson.Default.RecordingHeader);
        }
        catch
        {
            _lines.Dispose();
            throw;
        }
    }

    /// <summary>Adds a call; may be called by several threads at once.</summary>
    /// <exception cref="IOException">It cannot be written; the recording is as it was before.</exception>
    internal void Add(RecordedCall call)
    {
        lock (_lock)
        {
            _lines.Append(call, StoredAnswerJson.Default.RecordedCall);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _lines.Dispose();

    private static JsonLinesWriter Begin(string path)
    {
        try
        {
            return new JsonLinesWriter(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var mend = File.Exists(path) ? "it exists already; name another file or delete it"
                : Directory.Exists(path) ? "it is a folder; name a new file in it"
                : exception is DirectoryNotFoundException ? "there is no such folder; make it, or name a file in another"
                : exception.Message;
            throw new ArgumentException($"{path}: no recording can be written there: {mend}", exception);
        }
    }
}
