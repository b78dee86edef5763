using Evergreen.Insights.Experiments;

namespace Evergreen.Host.Evals;

/// <summary>Where experiments lie: <c>experiments/NAME</c>, or the path itself when a name is one.</summary>
internal static class ExperimentFolders
{
    private const string Root = "experiments";

    public static string PathOf(string nameOrPath) => IsPath(nameOrPath) ? nameOrPath : Path.Combine(Root, nameOrPath);

    /// <summary>Opens an experiment by its name or path.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none; says which there are.</exception>
    /// <exception cref="InvalidDataException">It is none, or broken.</exception>
    public static Experiment Open(string nameOrPath)
    {
        var path = PathOf(nameOrPath);
        if (Directory.Exists(path))
        {
            return Experiment.Open(path);
        }

        var known = Directory.Exists(Root) ? Directory.EnumerateDirectories(Root).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList() : [];
        throw new DirectoryNotFoundException(
            $"{path}: no such experiment; {(known.Count > 0 ? $"there are {string.Join(", ", known)}" : "make one with evergreen eval")}");
    }

    /// <summary>Experiments beside this one on the same rows, the latest first: what it can be compared with.</summary>
    public static IEnumerable<string> OthersOn(string datasetVersion, string path)
    {
        var beside = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } parent ? parent : ".";
        return Directory.EnumerateDirectories(beside)
            .Where(other => File.Exists(Path.Combine(other, Experiment.SummaryFile)) && Path.GetFileName(other) != Path.GetFileName(path))
            .Select(other => (Path: other, Experiment.Open(other).Summary))
            .Where(other => other.Summary.DatasetVersion == datasetVersion)
            .OrderByDescending(other => other.Summary.CreatedAt)
            .Select(other => other.Path);
    }

    /// <summary>How a user would name it.</summary>
    public static string NameOf(string path) => Path.GetDirectoryName(path) == Root ? Path.GetFileName(path) : path;

    private static bool IsPath(string name) =>
        name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || name.Contains(Path.AltDirectorySeparatorChar, StringComparison.Ordinal);
}
