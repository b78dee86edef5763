namespace Evergreen.Insights.Json;

/// <summary>Gathers everything that is wrong with a file, so that its author can mend it in one go.</summary>
/// <param name="file">The name a message gives the file.</param>
internal sealed class FileProblems(string file)
{
    private readonly List<(int Line, string Text)> _problems = [];

    /// <summary>Notes one problem: what is wrong and what to write instead.</summary>
    public void Add(int line, string text) => _problems.Add((line, text));

    /// <summary>Throws when anything was noted, one line a problem, in the order of the file.</summary>
    /// <exception cref="InvalidDataException">There are problems.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new InvalidDataException(string.Join(
                Environment.NewLine, _problems.OrderBy(p => p.Line).Select(p => $"{file}:{p.Line}: {p.Text}")));
        }
    }
}
