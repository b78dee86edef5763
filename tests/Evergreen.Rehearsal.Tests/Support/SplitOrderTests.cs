namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>Of an order whose items come one by one, only the item that is spoken of goes back or is paid back.</summary>
public class SplitOrderTests
{
    public static TheoryData<string, string> Refunds => Prompts.With(
        "I want a refund for the fleece in ORD-1007. bob@example.com",
        "Please send me the money back for just the Pine Fleece of ORD-1007, the beanie I keep. bob@example.com");

    public static TheoryData<string, string> NotHere => Prompts.With(
        "I'd like to return only the beanie from ORD-1007. bob@example.com",
        "Please refund the Wool Beanie of ORD-1007. bob@example.com");

    [Theory, MemberData(nameof(Refunds))]
    public async Task The_item_that_came_is_refunded_and_nothing_else(string prompt, string line)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say(line);
        var refund = talk.Shop.Calls.Single(call => call.Tool == "process_refund").Arguments;

        Assert.Equal(60m, decimal.Parse(refund["amount"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains("Pine Fleece", talk.Shop.Calls.Single(call => call.Tool == "initiate_return").Arguments["reason"], StringComparison.Ordinal);
        Assert.Contains("LBL-9", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("$84.00", reply, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(NotHere))]
    public async Task An_item_still_under_way_is_neither_returned_nor_refunded(string prompt, string line)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say(line);

        Assert.Contains("1ZTEST07", reply, StringComparison.Ordinal);
        Assert.Contains("May 23", reply, StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, call => call.Tool is "process_refund" or "initiate_return");
    }

    [Theory]
    [InlineData("Can I return only the fleece of ORD-1007? bob@example.com")]
    [InlineData("I'd like to send back the Pine Fleece from ORD-1007; the beanie is fine. bob@example.com")]
    public async Task A_return_of_one_item_says_which_one_goes_into_the_parcel(string line)
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));

        Assert.Contains("only the Pine Fleece", await talk.Say(line), StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, call => call.Tool == "process_refund");
    }

    [Theory]
    [InlineData("And refund the beanie as well.")]
    [InlineData("Now I'd like my money back for the Wool Beanie too.")]
    public async Task What_was_done_about_one_item_is_no_answer_for_another(string line)
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));
        await talk.Say("I want a refund for the fleece in ORD-1007. bob@example.com");
        var reply = await talk.Say(line);

        Assert.Contains("Wool Beanie", reply, StringComparison.Ordinal);
        Assert.Contains("1ZTEST07", reply, StringComparison.Ordinal);
        Assert.Single(talk.Shop.Calls, call => call.Tool == "process_refund");
    }

    [Fact]
    public async Task A_broken_item_is_paid_for_alone()
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));

        Assert.Contains("$60.00 for the Pine Fleece", await talk.Say("The fleece in ORD-1007 is torn, I want my money back. bob@example.com"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_paid_for_an_item_of_a_discounted_order_is_left_to_a_colleague()
    {
        var shop = new ScriptedShop().Answer("lookup_order",
            """{"id":"ORD-1007","customer_id":"C-2","status":"delivered","items":[{"sku":"SKU-2002","name":"Pine Fleece","price":60},{"sku":"SKU-2004","name":"Wool Beanie","price":24}],"discount":10,"total":74}""");
        var talk = new Talk(Talk.Prompt("support-v2.md"), shop);

        Assert.Contains("TCK-77", await talk.Say("Please refund the Pine Fleece of ORD-1007. bob@example.com"), StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, call => call.Tool == "process_refund");
    }

    [Fact]
    public async Task An_order_that_is_not_wanted_as_a_whole_goes_back_as_a_whole()
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));
        await talk.Say("I want to return ORD-1007 and get my money back. bob@example.com");

        Assert.DoesNotContain("amount", talk.Shop.Calls.Single(call => call.Tool == "process_refund").Arguments.Keys);
    }
}
