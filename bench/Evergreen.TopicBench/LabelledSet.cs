using System.Text.Json;
using Evergreen.Insights.Topics;

namespace Evergreen.TopicBench;

/// <summary>Texts with the intent a person gave each.</summary>
/// <param name="Name">The file's name without extension.</param>
/// <param name="Texts">The texts; ids are line numbers.</param>
/// <param name="Labels">Per text its label.</param>
internal sealed record LabelledSet(string Name, IReadOnlyList<TopicText> Texts, IReadOnlyList<string> Labels)
{
    /// <summary>The label of what belongs to no intent of its set.</summary>
    public const string Noise = "__noise__";

    public static LabelledSet Read(string file)
    {
        var rows = File.ReadLines(file).Select(line => JsonElement.Parse(line)).ToArray();
        return new LabelledSet(
            Path.GetFileNameWithoutExtension(file),
            [.. rows.Select((row, line) => new TopicText($"{line:D5}", row.GetProperty("text").GetString()!))],
            [.. rows.Select(row => row.GetProperty("label").GetString()!)]);
    }
}
