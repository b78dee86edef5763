namespace Evergreen.Insights.Json;

/// <summary>Files that are replaced in one step: a reader sees the old file or the new one, never half of one.</summary>
public static class WholeFile
{
    /// <summary>Replaces a file.</summary>
    /// <param name="path">Where; its folder exists.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="IOException">It cannot be written; the old file is as it was.</exception>
    public static void Write(string path, byte[] content) => Write(path, unfinished => File.WriteAllBytes(unfinished, content));

    /// <summary>Replaces a file that is written bit by bit.</summary>
    /// <param name="path">Where; its folder exists.</param>
    /// <param name="write">Writes all of it to the path it is given.</param>
    /// <exception cref="IOException">It cannot be written; the old file is as it was.</exception>
    public static void Write(string path, Action<string> write)
    {
        var unfinished = path + ".tmp";
        try
        {
            write(unfinished);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
