using System.Reflection;

namespace Evergreen.Rehearsal;

/// <summary>The text files embedded in this assembly: words, rules and phrases.</summary>
internal static class DataFile
{
    /// <summary>The lines of a file that are neither blank nor a comment (#).</summary>
    public static IEnumerable<string> Lines(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in this assembly");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
