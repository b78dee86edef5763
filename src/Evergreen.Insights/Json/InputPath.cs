namespace Evergreen.Insights.Json;

/// <summary>Files and folders that a user names to be read.</summary>
public static class InputPath
{
    /// <summary>Refuses what is no file.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="mend">What to name instead.</param>
    /// <exception cref="FileNotFoundException">Nothing is there, or a folder; the message says which.</exception>
    public static void RequireFile(string path, string mend)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: {(Directory.Exists(path) ? "is a folder, not a file" : "no such file")}; {mend}", path);
        }
    }

    /// <summary>Refuses what is no folder.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="mend">What to name instead.</param>
    /// <exception cref="DirectoryNotFoundException">Nothing is there, or a file; the message says which.</exception>
    public static void RequireFolder(string path, string mend)
    {
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"{path}: {(File.Exists(path) ? "is a file, not a folder" : "no such folder")}; {mend}");
        }
    }
}
