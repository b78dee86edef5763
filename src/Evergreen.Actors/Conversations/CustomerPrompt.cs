using Evergreen.Insights.Scenarios;

namespace Evergreen.Actors.Conversations;

/// <summary>The template that plays a customer.</summary>
internal static class CustomerPrompt
{
    /// <summary>What the customer's model answers, as the template tells it, when the customer gives up.</summary>
    public const string LeavesMarker = "[LEAVES]";

    /// <summary>Puts a scenario and a tone into the template's places.</summary>
    public static string Fill(string template, Scenario scenario, string tone) => template
        .Replace("{{tone}}", tone, StringComparison.Ordinal)
        .Replace("{{opening}}", scenario.Opening, StringComparison.Ordinal)
        .Replace("{{email}}", scenario.Email ?? "none", StringComparison.Ordinal);
}
