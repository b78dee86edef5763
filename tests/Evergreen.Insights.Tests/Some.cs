using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests;

/// <summary>Valid values that a test changes where it matters to it.</summary>
internal static class Some
{
    public static DateTimeOffset Noon { get; } = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    public static ConversationRecord Conversation(string id = "shipping-01#1") => new()
    {
        Id = id,
        ScenarioId = id.Split('#')[0],
        Category = "shipping",
        Release = "v2",
        Model = "rehearsal",
        Ending = Ending.Completed,
        Turns = 1,
        Messages = [new("user", "Hello"), new("assistant", "Hello, how can I help?")],
        ToolCalls = [],
        ShopChanges = [],
        Usage = new(1, 100, 20),
        Timing = new(Noon, 1.5, 1.2),
    };
}
