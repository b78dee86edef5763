using System.Text.Json;

namespace Evergreen.Actors.Models.Responses;

/// <summary>
/// Writes every call of a run to a file as it is answered: JSON lines, a header first. <see cref="ResponseReplay"/> plays it
/// again.
/// </summary>
public sealed class ResponseRecording : IDisposable
{
    private readonly Lock _lock = new();
    private readonly FileStream _file;

    /// <summary>Begins a recording.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="model">The agent's model, for the header.</param>
    /// <param name="clock">For the header.</param>
    /// <exception cref="ArgumentException">The file exists or cannot be made.</exception>
    public ResponseRecording(string path, string model, TimeProvider clock)
    {
        try
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var mend = File.Exists(path) ? "it exists already; name another file or delete it" : exception.Message;
            throw new ArgumentException($"{path}: no recording can be written there: {mend}", exception);
        }

        var header = new RecordingHeader(ResponseReplay.Version, model, clock.GetUtcNow());
        Append(JsonSerializer.SerializeToUtf8Bytes(header, StoredAnswerJson.Default.RecordingHeader));
    }

    internal void Add(RecordedCall call) =>
        Append(JsonSerializer.SerializeToUtf8Bytes(call, StoredAnswerJson.Default.RecordedCall));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Append(byte[] line)
    {
        lock (_lock)
        {
            _file.Write([.. line, (byte)'\n']);
            _file.Flush();
        }
    }
}
