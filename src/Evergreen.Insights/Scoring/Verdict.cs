using System.Text.Json;
using System.Text.RegularExpressions;

namespace Evergreen.Insights.Scoring;

/// <summary>A judge's answer, read.</summary>
/// <param name="IsYes">The verdict; null when the answer has none.</param>
/// <param name="Reason">The judge's reason, or what made the answer unreadable.</param>
internal sealed partial record Verdict(bool? IsYes, string Reason)
{
    /// <summary>
    /// Reads the JSON object the prompts ask for, wherever it stands in the answer, or else a line <c>Verdict: yes</c>. Several
    /// verdicts that contradict each other are none.
    /// </summary>
    public static Verdict Parse(string answer)
    {
        var objects = Object().Matches(answer).Select(m => TryRead(m.Value)).OfType<Verdict>().ToList();
        var found = objects.Count > 0 ? objects : Line().Matches(answer).Select(m => FromLine(answer, m)).OfType<Verdict>().ToList();
        return found.Select(v => v.IsYes).Distinct().Count() == 1
            ? found[^1]
            : new Verdict(null, $"not scored: no verdict can be read from the judge's answer \"{Start(answer)}\"");
    }

    private static Verdict? TryRead(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true });
            var fields = document.RootElement.EnumerateObject()
                .DistinctBy(f => f.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(f => f.Name, f => f.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            return fields.TryGetValue("verdict", out var verdict) && YesOrNo(verdict) is { } yes
                ? new Verdict(yes, fields.GetValueOrDefault("reason", ""))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Verdict? FromLine(string answer, Match line) =>
        YesOrNo(line.Groups[1].Value) is { } yes ? new Verdict(yes, Start(answer.Remove(line.Index, line.Length).Trim())) : null;

    private static bool? YesOrNo(string text) => text.Trim().Trim('"', '*', '.').ToLowerInvariant() switch
    {
        "yes" or "pass" or "true" or "1" => true,
        "no" or "fail" or "false" or "0" => false,
        _ => null,
    };

    private static string Start(string text) => text.Length <= 200 ? text : $"{text[..200]}...";

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Object();

    [GeneratedRegex(@"^\W*verdict\W*:\W*(\w+)\W*$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Line();
}
