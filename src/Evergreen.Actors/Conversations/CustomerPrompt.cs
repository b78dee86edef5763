using Evergreen.Insights.Scenarios;

namespace Evergreen.Actors.Conversations;

/// <summary>The template that plays a customer.</summary>
internal static class CustomerPrompt
{
    /// <summary>What the customer's model answers, as the template tells it, when the customer gives up.</summary>
    public const string LeavesMarker = "[LEAVES]";

    /// <summary>Puts a scenario and a tone into the template's places; who may not give up is not told how to.</summary>
    public static string Fill(string template, Scenario scenario, string tone, bool mayLeave) => (mayLeave ? template : WithoutLeaving(template))
        .Replace("{{tone}}", tone, StringComparison.Ordinal)
        .Replace("{{opening}}", scenario.Opening, StringComparison.Ordinal)
        .Replace("{{email}}", scenario.Email ?? "none", StringComparison.Ordinal);

    private static string WithoutLeaving(string template) =>
        string.Join('\n', template.ReplaceLineEndings("\n").Split('\n').Where(line => !line.Contains(LeavesMarker, StringComparison.Ordinal)));
}
