using System.Text.RegularExpressions;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Prompts;

/// <summary>A prompt's file, with places that are filled in when it is used: <c>{{name}}</c>.</summary>
public sealed partial class PromptTemplate
{
    private readonly string _text;

    private PromptTemplate(string name, string path, string text) => (Name, Path, _text) = (name, path, text);

    /// <summary>The file's name without its ending, e.g. <c>helpfulness</c>.</summary>
    public string Name { get; }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>Reads a prompt.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">The places it may have.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty or has a place nobody fills; the message names file and line.</exception>
    public static PromptTemplate Load(string path, params IReadOnlyList<string> known)
    {
        InputPath.RequireFile(path, "write the prompt or name another");

        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new InvalidDataException($"{path}: the prompt is empty");
        }

        if (Place().Matches(text).FirstOrDefault(m => !known.Contains(m.Groups[1].Value, StringComparer.Ordinal)) is { } unknown)
        {
            var places = known.Count == 0 ? "this prompt has none" : $"use {string.Join(", ", known.Select(k => $"{{{{{k}}}}}"))}";
            throw new InvalidDataException(
                $"{path}:{text.AsSpan(0, unknown.Index).Count('\n') + 1}: nothing is known to fill {unknown.Value}; {places}");
        }

        return new PromptTemplate(System.IO.Path.GetFileNameWithoutExtension(path), path, text);
    }

    /// <summary>
    /// Fills the places. What is filled in is not looked through for places again. A place filled with nothing takes the blank
    /// line after it along.
    /// </summary>
    public string Fill(IReadOnlyDictionary<string, string> values) => Place().Replace(_text, match =>
    {
        var value = values[match.Groups[1].Value];
        return value.Length == 0 ? "" : value + match.Groups[2].Value;
    });

    [GeneratedRegex(@"\{\{\s*([a-z_]+)\s*\}\}(\n\n)?")]
    private static partial Regex Place();
}
