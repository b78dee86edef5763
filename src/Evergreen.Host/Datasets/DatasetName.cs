using System.Text.RegularExpressions;
using Evergreen.Insights.Datasets;

namespace Evergreen.Host.Datasets;

/// <summary>
/// What a user calls a dataset: a name is a file of <c>datasets/</c>, anything with a slash or an extension is the file itself.
/// </summary>
/// <param name="Name">Without folder and ending.</param>
/// <param name="File">The dataset's file.</param>
internal sealed partial record DatasetName(string Name, string File)
{
    /// <summary>Where named datasets live, in the working directory.</summary>
    public const string Folder = "datasets";

    /// <summary>The ending of a dataset's file.</summary>
    public const string Ending = ".jsonl";

    /// <summary>Reads what a user wrote.</summary>
    /// <exception cref="ArgumentException">It cannot name a file.</exception>
    public static DatasetName Parse(string text)
    {
        var last = Path.GetFileName(text.Replace('\\', '/'));
        var extension = Extension().Match(last).Value;
        var name = last[..^extension.Length];
        var isPath = extension.Length > 0 || last.Length < text.Length;
        return Plain().IsMatch(name)
            ? new DatasetName(name, !isPath ? Path.Combine(Folder, text + Ending) : extension.Length > 0 ? text : text + Ending)
            : throw new ArgumentException($"\"{text}\" cannot name a dataset; use letters, digits, '-', '_' and '.', e.g. sizing-returns");
    }

    /// <summary>How a user names it from the working directory.</summary>
    public string Typed => File == Path.Combine(Folder, Name + Ending) ? Name : File;

    /// <summary>The dataset that stands beside this one under a longer name, e.g. <c>sizing-returns-test</c>.</summary>
    public DatasetName Part(string part) => new(
        $"{Name}-{part}", Path.Combine(Path.GetDirectoryName(File) ?? "", $"{Name}-{part}{Path.GetExtension(File)}"));

    /// <summary>Reads and checks the dataset.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message lists those that are.</exception>
    /// <exception cref="InvalidDataException">A line is broken.</exception>
    public Dataset Load()
    {
        if (Path.Exists(File))
        {
            return DatasetFile.Load(File);
        }

        var folder = Path.GetDirectoryName(File) is { Length: > 0 } named ? named : Folder;
        var known = All(folder).Select(dataset => dataset.Name).ToList();
        var mend = known.Count > 0 ? $"{folder} has {string.Join(", ", known)}" : $"make one with evergreen dataset create {Typed} --from RUN";
        throw new FileNotFoundException($"{File}: no such dataset; {mend}. NAME stands for {Folder}/NAME{Ending}, another file is named by its path");
    }

    /// <summary>The datasets of a folder in the order of their names; none when there is no such folder.</summary>
    public static IReadOnlyList<DatasetName> All(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*" + Ending).Select(file => new DatasetName(Path.GetFileNameWithoutExtension(file), file))
            .OrderBy(dataset => dataset.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Refuses a name that is taken.</summary>
    /// <exception cref="ArgumentException">There is such a dataset.</exception>
    public void CheckNew()
    {
        if (Path.Exists(File))
        {
            throw new ArgumentException($"{File}: exists already; choose another name, or delete it first");
        }
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$")]
    private static partial Regex Plain();

    // What begins with a digit counts versions: v1.2 is a name.
    [GeneratedRegex(@"\.\p{L}[\p{L}\p{N}]*$")]
    private static partial Regex Extension();
}
