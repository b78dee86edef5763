using System.Text.RegularExpressions;
using Evergreen.Insights.Scenarios;
using NJsonSchema;

namespace Evergreen.Insights.Tests.Scenarios;

public sealed partial class ShippedScenariosTests
{
    private static readonly IReadOnlyList<Scenario> Scenarios = ScenarioFile.Load(Repository.PathOf("scenarios.json"));

    [Fact]
    public void There_are_51_in_six_categories()
    {
        var counts = Scenarios.CountBy(s => s.Category).ToDictionary();

        Assert.Equal([10, 10, 8, 9, 8, 6], ScenarioCategories.All.Select(c => counts[c]));
    }

    [Theory]
    [InlineData("scenarios.json", "docs/scenarios.schema.json")]
    [InlineData("releases/v1.json", "docs/release.schema.json")]
    [InlineData("releases/v2.json", "docs/release.schema.json")]
    public async Task The_published_schema_accepts_what_is_shipped(string file, string schema)
    {
        var rules = await JsonSchema.FromFileAsync(Repository.PathOf(schema));

        Assert.Empty(rules.Validate(await File.ReadAllTextAsync(Repository.PathOf(file))));
    }

    [Fact]
    public async Task The_published_schema_knows_the_categories_and_the_fields()
    {
        var rules = await JsonSchema.FromFileAsync(Repository.PathOf("docs/scenarios.schema.json"));

        var scenario = rules.Properties["scenarios"].Item!;
        Assert.Equal(ScenarioCategories.All, scenario.Properties["category"].Enumeration.Select(e => $"{e}"));
        Assert.Equal(ScenarioFile.MaxFollowUps, scenario.Properties["follow_ups"].MaxItems);
        Assert.NotEmpty(rules.Validate("""{"scenarios": [{"id": "a", "category": "shipping"}]}"""));
        Assert.NotEmpty(rules.Validate("""{"scenarios": [{"id": "a", "category": "shipping", "opening": "Hi", "mood": "sad"}]}"""));
    }

    [Fact]
    public void Each_order_of_the_shop_is_asked_about_by_its_owner()
    {
        string[] owners =
        [
            "sarah.chen", "mike.r", "priya.p", "jwilson", "emma.t", "mike.r", "lisa.n", "carlos.m", "sarah.chen", "jwilson",
            "rachel.f", "rachel.f", "alex.park", "priya.p", "emma.t",
        ];

        Assert.All(owners.Index(), order => Assert.Contains(
            Scenarios, s => Says(s, $"ORD-{4001 + order.Index}") && s.Email == $"{order.Item}@example.com"));
    }

    [Theory]
    [InlineData("ORD-4001", "delivered", "wasn't")]
    [InlineData("ORD-4002", "standard", "5 days")]
    [InlineData("ORD-4002", "$5.99", "over $50")]
    [InlineData("ORD-4003", "jacket", "beanie")]
    [InlineData("ORD-4004", "gift")]
    [InlineData("ORD-4004", "pending")]
    [InlineData("ORD-4005", "SUMMER20", "yesterday")]
    [InlineData("ORD-4006", "express", "eight days", "three days")]
    [InlineData("ORD-4007", "navy", "white")]
    [InlineData("ORD-4008", "jacket", "late")]
    [InlineData("ORD-4009", "two items", "bottle")]
    [InlineData("ORD-4010", "dead on arrival")]
    [InlineData("ORD-4011", "ORD-4012", "twice")]
    [InlineData("ORD-4013", "stiching")]
    [InlineData("ORD-4014", "5-7 business days")]
    [InlineData("ORD-4015", "cancelled", "expired")]
    public void Each_fact_about_an_order_comes_up(params string[] facts) =>
        Assert.Contains(Scenarios, s => facts.All(fact => Says(s, fact)));

    [Theory]
    [InlineData("jenny.zhao")]
    [InlineData("tom.baker")]
    [InlineData("dan.white")]
    public void Account_scenarios_include_customers_the_shop_does_not_know(string name) =>
        Assert.Single(Scenarios, s => s.Category == "account" && s.Email == $"{name}@example.com");

    [Theory]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1012)]
    [InlineData(1014)]
    public void Each_named_product_is_asked_about(int sku) =>
        Assert.Contains(Scenarios, s => s.Category == "product" && Says(s, $"SKU-{sku}"));

    [Fact]
    public void The_five_failure_patterns_are_invited_often_enough()
    {
        Assert.Equal(6, Scenarios.Count(s => s.Category == "unknown_order" && !OrdersOf(s).Any(IsReal)));
        Assert.InRange(Scenarios.Count(s => Says(s, "ORD-4006") && (Says(s, "refund") || Says(s, "express"))), 4, 51);
        Assert.InRange(Scenarios.Count(s => Says(s, "ORD-4005") && Says(s, "SUMMER20")), 3, 51);
        Assert.InRange(
            Scenarios.Count(s => s.Category == "returns" && WantsReturn().IsMatch(Text(s)) && WantsMoney().IsMatch(Text(s))), 4, 51);
    }

    [Fact]
    public void Most_customers_with_an_unknown_order_number_can_be_found_by_their_email()
    {
        var strangers = new[] { "jenny.zhao@example.com", "tom.baker@example.com", "dan.white@example.com" };

        Assert.InRange(Scenarios.Count(s => s.Category == "unknown_order" && !strangers.Contains(s.Email)), 4, 6);
    }

    [Fact]
    public void Whoever_asks_about_an_order_says_their_email_of_their_own_accord()
    {
        var withOrder = Scenarios.Where(s => OrdersOf(s).Any()).ToList();

        Assert.InRange(withOrder.Count(s => s.Email is not null && Says(s, s.Email)), withOrder.Count - 1, withOrder.Count);
    }

    [Fact]
    public void No_message_is_used_twice()
    {
        var messages = Scenarios.SelectMany(s => s.FollowUps.Append(s.Opening)).Where(m => !m.EndsWith("@example.com")).ToList();

        Assert.Equal(messages.Count, messages.Distinct().Count());
    }

    private static string Text(Scenario scenario) => string.Join('\n', scenario.FollowUps.Prepend(scenario.Opening));

    private static bool Says(Scenario scenario, string what) => Text(scenario).Contains(what, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> OrdersOf(Scenario scenario) => OrderNumber().Matches(Text(scenario)).Select(m => m.Value);

    private static bool IsReal(string order) => order.Length == 8 && int.Parse(order[4..]) is >= 4001 and <= 4015;

    [GeneratedRegex(@"ORD-\d+")]
    private static partial Regex OrderNumber();

    [GeneratedRegex("return|send (this|it|that) .{0,10}back|send it back", RegexOptions.IgnoreCase)]
    private static partial Regex WantsReturn();

    [GeneratedRegex("refund|money back", RegexOptions.IgnoreCase)]
    private static partial Regex WantsMoney();
}
