namespace Evergreen.Insights.Scenarios;

/// <summary>A customer's story: what they open with and what they are bound to say next.</summary>
/// <param name="Id">Unique in its file, e.g. <c>shipping-03</c>.</param>
/// <param name="Category">One of <see cref="ScenarioCategories.All"/>.</param>
/// <param name="Opening">The first message, word for word.</param>
/// <param name="FollowUps">0 to 2 further messages, each sent after the agent has answered.</param>
/// <param name="Email">The customer's e-mail, which they give when asked; null when they have none to give.</param>
public sealed record Scenario(string Id, string Category, string Opening, IReadOnlyList<string> FollowUps, string? Email)
{
    /// <summary>How many messages are generated after the scripted ones, exactly; null leaves it to the run.</summary>
    public int? GeneratedTurns { get; init; }
}

/// <summary>The six categories of scenarios.</summary>
public static class ScenarioCategories
{
    /// <summary>All of them, in the order they are listed.</summary>
    public static IReadOnlyList<string> All { get; } = ["shipping", "returns", "billing", "account", "product", "unknown_order"];
}
