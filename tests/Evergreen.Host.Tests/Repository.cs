namespace Evergreen.Host.Tests;

/// <summary>The checked-out repository these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj", ".git", "runs", "experiments", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files below a folder of the repository, build output aside.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Folders(Path.Combine(Root, folder)).SelectMany(directory => Directory.EnumerateFiles(directory, pattern));

    /// <summary>A folder and everything below it, build output aside.</summary>
    public static IEnumerable<string> Folders(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Where(directory => !Generated.Contains(Path.GetFileName(directory)))
            .SelectMany(Folders)
            .Prepend(folder);

    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Evergreen.Actors.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new DirectoryNotFoundException("these tests run inside a checked-out repository");
    }
}
