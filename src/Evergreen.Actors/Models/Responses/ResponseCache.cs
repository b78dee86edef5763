using System.Text.Json;

namespace Evergreen.Actors.Models.Responses;

/// <summary>Answers kept in a folder, one file a request. Several programs may use the folder at once.</summary>
public sealed class ResponseCache
{
    private readonly string _directory;
    private long _writes;

    /// <summary>Opens a cache.</summary>
    /// <param name="directory">The folder; made when the first answer is kept.</param>
    /// <exception cref="ArgumentException">No answer could be kept there; the message says why, and what to name instead.</exception>
    public ResponseCache(string directory)
    {
        _directory = directory;
        if (Obstacle(directory) is { } obstacle)
        {
            throw new ArgumentException($"{directory}: no answers can be kept there: {obstacle}; name a folder you may write to");
        }
    }

    /// <summary>The answer kept under <paramref name="key"/>, or null. A file that is no answer counts as none.</summary>
    internal StoredAnswer? Find(string key)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(key)), StoredAnswerJson.Default.StoredAnswer);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps <paramref name="answer"/> under <paramref name="key"/>: whole or not at all.</summary>
    internal void Keep(string key, StoredAnswer answer)
    {
        var path = PathOf(key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _writes)}.tmp";
        try
        {
            File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(answer, StoredAnswerJson.Default.StoredAnswer));
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>What keeps the folder, or the nearest one above it that is there, from being written to; null when nothing does.</summary>
    private static string? Obstacle(string directory)
    {
        var existing = Path.GetFullPath(directory);
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        if (File.Exists(existing))
        {
            return $"{(existing == Path.GetFullPath(directory) ? "it" : existing)} is a file";
        }

        try
        {
            var probe = Path.Combine(existing, Path.GetRandomFileName());
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{existing} cannot be written to";
        }
    }

    // The first two digits spread a large cache over 256 folders.
    private string PathOf(string key) => Path.Combine(_directory, key[..2], key + ".json");
}
