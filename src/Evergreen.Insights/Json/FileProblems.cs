namespace Evergreen.Insights.Json;

/// <summary>Gathers everything that is wrong with a file, so that its author can mend it in one go.</summary>
/// <param name="file">The name a message gives the file.</param>
internal sealed class FileProblems(string file)
{
    // A file that is wrong throughout is wrong in one way; nobody reads ten thousand lines that say so.
    private const int MostShown = 50;

    private readonly List<(int Line, string Text)> _problems = [];

    public bool AreNone => _problems.Count == 0;

    /// <summary>Notes one problem: what is wrong and what to write instead.</summary>
    public void Add(int line, string text) => _problems.Add((line, text));

    /// <summary>Throws when anything was noted, one line a problem, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">There are problems.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            var shown = _problems.OrderBy(p => p.Line).Take(MostShown).Select(p => $"{file}:{p.Line}: {p.Text}");
            var more = _problems.Count - MostShown;
            throw new InvalidDataException(string.Join(
                Environment.NewLine, more > 0 ? shown.Append($"{file}: and {more} more like these") : shown));
        }
    }
}
