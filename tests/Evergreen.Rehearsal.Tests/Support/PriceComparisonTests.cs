namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>Which of two products costs less is answered from their rows, and is no question about matching a price.</summary>
public class PriceComparisonTests
{
    public static TheoryData<string, string> FollowUps => Prompts.With(
        "Which one is cheaper?", "And which of the two is less expensive?", "Which costs more?");

    public static TheoryData<string, string> Questions => Prompts.With(
        "Which is cheaper, the Ridge Lantern or the Big Trail Radio?",
        "Is the lantern cheaper than the radio?",
        "Which one costs less, SKU-2001 or SKU-2003?");

    [Theory, MemberData(nameof(FollowUps))]
    public async Task Two_products_talked_about_are_compared(string prompt, string line)
    {
        var talk = Of(prompt);
        await talk.Say("How much is the Ridge Lantern?");
        await talk.Say("And the Big Trail Radio?");

        Assert.Equal("The Ridge Lantern costs less, $35.50; the Big Trail Radio costs $49.00.", await talk.Say(line));
    }

    [Theory, MemberData(nameof(Questions))]
    public async Task Two_products_named_are_compared(string prompt, string line) =>
        Assert.Equal("The Ridge Lantern costs less, $35.50; the Big Trail Radio costs $49.00.", await Of(prompt).Say(line));

    [Fact]
    public async Task With_one_product_or_none_it_asks_for_the_other()
    {
        var talk = Of("support-v2.md");

        Assert.Contains("Which products shall I compare", await talk.Say("Which one is cheaper?"), StringComparison.Ordinal);
        Assert.Contains("costs less", await talk.Say("The Ridge Lantern and the Big Trail Radio."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_that_is_not_in_the_catalogue_is_not_compared() =>
        Assert.Contains("SKU-2999", await Of("support-v2.md", """{"sku":"SKU-2001","name":"Ridge Lantern","price":35.5}""", "null")
            .Say("Which one costs less, SKU-2001 or SKU-2999?"), StringComparison.Ordinal);

    [Theory]
    [InlineData("I found the Ridge Lantern cheaper elsewhere.")]
    [InlineData("It costs less elsewhere, do you match that?")]
    public async Task A_lower_price_elsewhere_is_a_matter_of_matching_it(string line) =>
        Assert.Contains("within 14 days", await Of("support-v2.md").Say(line), StringComparison.Ordinal);

    private static Talk Of(string prompt, params string[] rows) => new(
        Talk.Prompt(prompt) + "\nSKU-2001 Ridge Lantern, SKU-2003 Big Trail Radio",
        new ScriptedShop().Answer("lookup_product", rows.Length > 0 ? rows :
        [
            """{"sku":"SKU-2001","name":"Ridge Lantern","price":35.5}""",
            """{"sku":"SKU-2003","name":"Big Trail Radio","price":49}""",
        ]));
}
