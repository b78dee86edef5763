using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;

namespace Evergreen.HttpBench;

/// <summary>What every contestant plays: three customer lines, each answered after one tool call, so 6 model calls and 3 tool calls.</summary>
internal static class Story
{
    public const string Model = "gpt-4o-mini";

    public static Scenario Scenario { get; } = new(
        "shipping-bench",
        "shipping",
        "Hello, I ordered a hoodie last week, my order number is ORD-4001. Can you tell me where it is?",
        ["And when exactly will it be here?", "Could you look once more whether anything has changed?"],
        "sarah.chen@example.com");

    public static IReadOnlyList<string> CustomerLines { get; } = [Scenario.Opening, .. Scenario.FollowUps];

    public static Release Release { get; } = ReleaseFile.Load("v2", Path.Combine(AppContext.BaseDirectory, "releases"));
}
