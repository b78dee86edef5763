using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Topics;

/// <summary>Conversations of which half are about returns and half about late parcels, no two in the same words.</summary>
internal static class SomeTalks
{
    private static readonly string[] Things =
        ["boots", "jacket", "beanie", "hoodie", "mug", "tent", "lamp", "backpack", "gloves", "scarf", "bottle", "blanket", "socks", "belt", "cap", "stove"];

    private static readonly string[] Colours = ["red", "blue", "green", "black"];

    public static IReadOnlyList<ConversationRecord> Of(int count) =>
        [.. Enumerable.Range(0, count).Select(n => SomeRun.Conversation($"{(n % 2 == 0 ? "returns" : "shipping")}-{(n / 2) + 1:00}.1", Text(n)))];

    /// <summary>The texts of a file for <c>topics cluster</c>.</summary>
    public static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(n => $"{{\"id\": {n}, \"text\": \"{Text(n)}\"}}\n"));

    private static string Text(int n)
    {
        var thing = $"{Colours[n / 2 / Things.Length % Colours.Length]} {Things[n / 2 % Things.Length]}";
        return n % 2 == 0
            ? $"I want to return the {thing} and get a refund, the size is wrong."
            : $"Where is my parcel with the {thing}? The delivery is late.";
    }
}
