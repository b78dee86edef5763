using System.Text;
using System.Text.Json;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Topics;

/// <summary>A file of texts to sort: JSON lines with <c>id</c> and <c>text</c>; other fields are the user's own.</summary>
public static class TopicTextFile
{
    /// <summary>Reads the texts. A blank line is passed over; an id may be a string or a number.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Lines are wrong; the message names each with its mend.</exception>
    public static IReadOnlyList<TopicText> Read(string path)
    {
        InputPath.RequireFile(path, "give one with {\"id\": ..., \"text\": ...} a line");

        var (texts, problems, lineOf) = (new List<TopicText>(), new FileProblems(path), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var json = LocatedJson.Parse(Encoding.UTF8.GetBytes(line), path, index + 1);
            var id = Field(json, "id") is { Kind: JsonValueKind.String or JsonValueKind.Number, Text: { Length: > 0 } said } ? said : null;
            var text = Field(json, "text") is { Kind: JsonValueKind.String } field ? field.Text : null;
            if (id is null || text is null)
            {
                problems.Add(index + 1, $"field \"{(id is null ? "id" : "text")}\" is missing or no text; write {{\"id\": ..., \"text\": ...}}");
            }
            else if (!lineOf.TryAdd(id, index + 1))
            {
                problems.Add(index + 1, $"id \"{id}\" stands on line {lineOf[id]} already; ids must be unique");
            }
            else
            {
                texts.Add(new TopicText(id, text));
            }
        }

        problems.ThrowIfAny();
        return texts;
    }

    private static LocatedJson? Field(LocatedJson json, string name) => json.Fields.FirstOrDefault(f => f.Name == name).Value;
}
