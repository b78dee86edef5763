using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;
using Evergreen.Tools.Catalog;

namespace Evergreen.HttpBench;

/// <summary>
/// What every contestant plays: five customer lines, the first of which is answered after a round of three tool calls. So 6 model
/// calls, 3 tool calls and 15 spans: a conversation, its turns, and the calls.
/// </summary>
internal static class Story
{
    public const string Model = "gpt-4o-mini";

    /// <summary>What a loop without a shop takes for a tool's result; as long as the shop's are on average.</summary>
    public const string Result =
        """{"status_code":200,"id":"ORD-4001","customer_id":"C-2001","status":"delivered","items":[{"sku":"SKU-1001","name":"Organic Cotton Hoodie","quantity":1,"unit_price":79.00}],"total":84.95,"carrier":"GreenShip","tracking_number":"GS-100200301","placed_at":"2026-11-09T09:00:00Z"}""";

    private static readonly string[] ToolNames =
        ["lookup_order", "check_shipping_status", "check_return_eligibility"];

    public static Scenario Scenario { get; } = new(
        "shipping-bench",
        "shipping",
        "Hello, I ordered a hoodie last week, my order number is ORD-4001. Can you tell me where it is?",
        [
            "And when exactly will it be here?",
            "Could you look once more whether anything has changed?",
            "Is there anything that could still go wrong?",
            "Thank you, that is all.",
        ],
        "sarah.chen@example.com");

    public static IReadOnlyList<string> CustomerLines { get; } = [Scenario.Opening, .. Scenario.FollowUps];

    public static Release Release { get; } = ReleaseFile.Load("v1", Path.Combine(AppContext.BaseDirectory, "releases"));

    /// <summary>The tools that are declared to the model: enough of them for requests of 6 KB.</summary>
    public static IReadOnlyList<ToolDefinition> Tools { get; } = [.. ToolCatalog.All.Where(tool => ToolNames.Contains(tool.Name))];

    /// <summary>What the model asks for at first.</summary>
    public static IReadOnlyList<(string Id, string Name, string Arguments)> Calls { get; } =
    [
        ("call_1", "lookup_order", """{"order_id":"ORD-4001"}"""),
        ("call_2", "check_shipping_status", """{"order_id":"ORD-4001"}"""),
        ("call_3", "check_return_eligibility", """{"order_id":"ORD-4001"}"""),
    ];

    /// <summary>Model calls of a turn: one for words, one more for a round of tool calls before.</summary>
    public static int ModelCallsOf(int turn) => turn == 0 ? 2 : 1;
}

/// <summary>A shop that has the story's tools only.</summary>
internal sealed class StoryShop(IToolbox shop) : IToolbox
{
    public IReadOnlyList<ToolDefinition> Tools => Story.Tools;

    public Task<ToolResponse> AttemptAsync(ToolCall call, int attempt, CancellationToken cancellationToken) => shop.AttemptAsync(call, attempt, cancellationToken);

    public Task<IReadOnlyList<ShopChange>> ChangesAsync(string world, string conversationId, CancellationToken cancellationToken) =>
        shop.ChangesAsync(world, conversationId, cancellationToken);
}
