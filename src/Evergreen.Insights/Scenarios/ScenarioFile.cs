using System.Text.Json;
using System.Text.RegularExpressions;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Scenarios;

/// <summary>Reads a file of scenarios. Its shape is laid down in docs/scenarios.schema.json.</summary>
public static partial class ScenarioFile
{
    /// <summary>The most follow-ups a scenario may script.</summary>
    public const int MaxFollowUps = 2;

    private static readonly string[] KnownFields = ["id", "category", "opening", "follow_ups", "email"];

    /// <summary>Reads and checks a whole file.</summary>
    /// <param name="path">The file; messages call it so.</param>
    /// <returns>The scenarios in the order of the file, at least one.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// Something in it is wrong: one line a problem, each with file, line, scenario, field and the mend.
    /// </exception>
    public static IReadOnlyList<Scenario> Load(string path)
    {
        InputPath.RequireFile(path, "give a file of scenarios, e.g. scenarios.json");

        var json = LocatedJson.Parse(File.ReadAllBytes(path), path);
        var problems = new FileProblems(path);
        var file = new FieldReader(problems, json, "the file", "$schema", "scenarios");
        var list = file.List("scenarios", "a list of scenarios") ?? [];
        if (list.Count == 0 && file.IsObject)
        {
            file.Problem("scenarios", "no scenarios; write at least one");
        }

        var linesById = new Dictionary<string, int>(StringComparer.Ordinal);
        var scenarios = list.Select((item, index) => Read(item, index + 1, problems, linesById)).ToList();
        problems.ThrowIfAny();
        return scenarios!;
    }

    private static Scenario? Read(LocatedJson json, int number, FileProblems problems, Dictionary<string, int> linesById)
    {
        var reader = new FieldReader(problems, json, SubjectOf(json, number), KnownFields);
        if (!reader.IsObject)
        {
            return null;
        }

        var id = reader.Text("id", "a name like shipping-03");
        if (id is not null && !IdPattern().IsMatch(id))
        {
            reader.Problem("id", $"field \"id\" is \"{id}\"; use letters, digits and . _ - only, e.g. shipping-03");
        }
        else if (id is not null && !linesById.TryAdd(id, reader.LineOf("id")))
        {
            reader.Problem("id", $"field \"id\" is \"{id}\", which line {linesById[id]} has already; give each scenario its own");
        }

        var category = reader.Choice("category", ScenarioCategories.All);
        var opening = reader.Text("opening", "the customer's first message");
        var followUps = FollowUps(reader);
        var email = reader.OptionalText("email", "an e-mail address, or leave the field out");
        if (email is not null && !EmailPattern().IsMatch(email))
        {
            reader.Problem("email", $"field \"email\" is \"{email}\"; write an address like emma.t@example.com, or leave it out");
        }

        return id is null || category is null || opening is null || followUps is null
            ? null
            : new Scenario(id, category, opening, followUps, email);
    }

    private static List<string>? FollowUps(FieldReader reader)
    {
        var items = reader.OptionalList("follow_ups", "a list of messages");
        if (items?.Count > MaxFollowUps)
        {
            reader.Problem("follow_ups", $"field \"follow_ups\" has {items.Count} messages; keep at most {MaxFollowUps}");
        }

        foreach (var (number, item) in items?.Index().Select(i => (i.Index + 1, i.Item)) ?? [])
        {
            if (item.Kind != JsonValueKind.String || string.IsNullOrWhiteSpace(item.Text))
            {
                var found = item.Kind == JsonValueKind.String ? "empty" : item.KindName;
                reader.Problem(item, $"field \"follow_ups\": message {number} is {found}; give the customer's next message");
            }
        }

        return items?.Select(i => i.Text).ToList();
    }

    private static string SubjectOf(LocatedJson json, int number)
    {
        var id = json.Fields.FirstOrDefault(f => f.Name == "id").Value;
        return id is { Kind: JsonValueKind.String, Text.Length: > 0 } ? $"scenario \"{id.Text}\"" : $"scenario {number}";
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s.]+$")]
    private static partial Regex EmailPattern();
}
