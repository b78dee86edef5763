using System.Text.Json;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Json;

namespace Evergreen.Insights.Alerts;

/// <summary>Reads rules of alerts. The file's shape is laid down in docs/alerts.schema.json.</summary>
public static class AlertRuleFile
{
    private static readonly string[] Measures = ["share", "check_rate", "mean_score", "tool_error_rate", "failure_rate", "retries"];

    /// <summary>Reads and checks a file of rules.</summary>
    /// <param name="path">The file; messages call it so.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">Something in it is wrong: one line a problem, with file, line, field and the mend.</exception>
    public static IReadOnlyList<AlertRule> Load(string path)
    {
        InputPath.RequireFile(path, "give a file of rules, e.g. rules/alerts.json");

        var problems = new FileProblems(path);
        var file = new FieldReader(problems, LocatedJson.Parse(File.ReadAllBytes(path), path), "the file", "$schema", "rules");
        var items = file.List("rules", "a list of rules");
        if (items is { Count: 0 })
        {
            file.Problem("rules", "field \"rules\" is empty; write at least one rule");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var rules = (items ?? []).Select(item => Read(item, path, problems, names)).ToList();
        problems.ThrowIfAny();
        return rules!;
    }

    private static AlertRule? Read(LocatedJson item, string path, FileProblems problems, HashSet<string> names)
    {
        var subject = item.Fields.FirstOrDefault(f => f.Name == "name") is { Value: { Kind: JsonValueKind.String, Text: var called } } ? $"rule \"{called}\"" : "the rule";
        var rule = new FieldReader(
            problems, item, subject, "name", "measure", "where", "check", "scorer", "above", "below", "conversations", "minutes", "min_sample");
        var name = rule.Text("name", "what the rule is called");
        if (name is not null && !names.Add(name))
        {
            rule.Problem("name", "another rule has this name; give each its own");
        }

        var kind = rule.Choice("measure", Measures);
        var measure = kind is null ? null : Measure(rule, kind);
        var (above, below) = (rule.OptionalNumber("above", 0, 1e9), rule.OptionalNumber("below", 0, 1e9));
        if (rule.IsObject && rule.Has("above") == rule.Has("below"))
        {
            rule.Problem(rule.Has("above") ? "below" : "name", "give one limit, \"above\" or \"below\"");
        }

        if (rule.Has("conversations") && rule.Has("minutes"))
        {
            rule.Problem("minutes", "give one window, \"conversations\" or \"minutes\", or none for the whole run");
        }

        var window = new AlertWindow(rule.OptionalInteger("conversations", 1, 1_000_000), rule.OptionalNumber("minutes", 0.001, 1e6));
        var sample = rule.OptionalInteger("min_sample", 1, 1_000_000);
        return name is null || measure is null ? null : new AlertRule
        {
            Name = name,
            Measure = measure,
            Above = above,
            Below = below,
            Window = window,
            MinSample = sample ?? 20,
            Place = $"{path}:{item.Line}: {subject}",
        };
    }

    private static AlertMeasure? Measure(FieldReader rule, string kind)
    {
        foreach (var (field, of) in ((string, string)[])[("where", "share"), ("check", "check_rate"), ("scorer", "mean_score")])
        {
            if (kind != of && rule.Has(field))
            {
                rule.Problem(field, $"field \"{field}\" belongs to the measure \"{of}\"; leave it out, or choose that measure");
            }
        }

        switch (kind)
        {
            case "share":
                return Conditions(rule) is { } where ? new AlertMeasure.Share(where) : null;
            case "check_rate":
                return rule.Choice("check", [.. CheckReport.All.Select(c => c.Name)]) is { } check ? new AlertMeasure.CheckRate(check) : null;
            case "mean_score":
                return rule.Text("scorer", "a scorer's name, e.g. resolution") is { } scorer ? new AlertMeasure.MeanScore(scorer) : null;
            case "tool_error_rate":
                return new AlertMeasure.ToolErrorRate();
            case "failure_rate":
                return new AlertMeasure.FailureRate();
            default:
                return new AlertMeasure.Retries();
        }
    }

    private static List<string>? Conditions(FieldReader rule)
    {
        const string Meaning = "a list of conditions such as \"task~returns\" or \"ending=Escalated\"";
        var items = rule.List("where", Meaning);
        if (items is null || items.Count == 0 || items.Any(item => item.Kind != JsonValueKind.String))
        {
            if (items is not null)
            {
                rule.Problem("where", $"field \"where\": give {Meaning}");
            }

            return null;
        }

        return [.. items.Select(item => item.Text)];
    }
}
