using System.Text.Json;

namespace Evergreen.Actors.Models.Responses;

/// <summary>Answers kept in a folder, one file a request. Several programs may use the folder at once.</summary>
/// <param name="directory">The folder; made when the first answer is kept.</param>
public sealed class ResponseCache(string directory)
{
    private long _writes;

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

    // The first two digits spread a large cache over 256 folders.
    private string PathOf(string key) => Path.Combine(directory, key[..2], key + ".json");
}
