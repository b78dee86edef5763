namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>A follow-up is answered for what it asks and for the order or product it means, not with the previous answer.</summary>
public class FollowUpTests
{
    private static readonly string V2 = Talk.Prompt("support-v2.md");

    [Theory]
    [InlineData("What about the other one?")]
    [InlineData("And my other order?")]
    public async Task The_other_order_is_looked_up_in_the_account(string line)
    {
        var talk = new Talk(V2);
        await talk.Say("Where is ORD-1004? ann@example.com");
        var reply = await talk.Say(line);

        Assert.Contains("ORD-1001", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("ORD-1004", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_orders_named_the_other_one_is_the_one_not_spoken_of_last()
    {
        var talk = new Talk(V2);
        await talk.Say("Where is ORD-1001? ann@example.com");
        await talk.Say("And ORD-1004?");

        Assert.Contains("ORD-1001", await talk.Say("And when does the other one arrive?"), StringComparison.Ordinal);
        Assert.Contains("ORD-1004", await talk.Say("And what about the other one?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_for_one_order_is_not_done_to_another_that_is_only_mentioned()
    {
        var talk = new Talk(V2);
        await talk.Say("ORD-1002 arrived broken, please refund it. ann@example.com");
        var reply = await talk.Say("Could you have a look at ORD-1001 too?");

        Assert.Equal(["ORD-1002"], talk.Shop.Calls.Where(call => call is { Tool: "process_refund" } && call.Arguments.GetValueOrDefault("kind") is null)
            .Select(call => call.Arguments["order_id"]));
        Assert.Contains("1ZTEST01", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_given_to_correct_one_that_was_not_found_takes_its_place()
    {
        var talk = new Talk(V2);
        await talk.Say("I want to return ORD-9999 and get a refund. ann@example.com");

        Assert.Contains("LBL-9", await talk.Say("Sorry, ORD-1002."), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Are you sure?", "your account shows")]
    [InlineData("When will that be?", "nothing to wait for")]
    [InlineData("What do I do next?", "don't need to do anything")]
    [InlineData("Ok, thanks!", "welcome")]
    [InlineData("That doesn't solve anything, my question is still open.", "told you all I can see")]
    public async Task A_remark_on_a_fact_is_answered_and_the_fact_not_repeated(string remark, string answer)
    {
        var talk = new Talk(V2);
        Assert.Contains("420 points", await talk.Say("How many points do I have? ann@example.com"), StringComparison.Ordinal);
        var reply = await talk.Say(remark);

        Assert.Contains(answer, reply, StringComparison.Ordinal);
        Assert.DoesNotContain("420", reply, StringComparison.Ordinal);
        Assert.Contains("420 points", await talk.Say("How many points was that again?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_facts_only_the_one_that_is_asked_on_about_is_told_again()
    {
        var talk = new Talk(V2);
        await talk.Say("Which tier am I in and how many points do I have? ann@example.com");
        var reply = await talk.Say("And how do I get to the next one?");

        Assert.Contains("next tier", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("don't need to do anything", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wanting_the_shipping_back_is_no_wish_to_ship_anything_back()
    {
        var talk = new Talk(V2);

        Assert.Contains("$14.99", await talk.Say("ORD-1001 is late and I want the shipping back. ann@example.com"), StringComparison.Ordinal);
        Assert.Contains("$12.99-$14.99", await talk.Say("What does express shipping cost normally?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_for_lateness_is_announced_once()
    {
        var talk = new Talk(V2);
        Assert.Contains("$14.99", await talk.Say("ORD-1001 is late. ann@example.com"), StringComparison.Ordinal);
        var reply = await talk.Say("I don't care about that, when does it arrive?");

        Assert.Contains("Reno, NV", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("$14.99", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_made_here_is_known_when_it_is_asked_for_later()
    {
        var talk = new Talk(V2);
        await talk.Say("ORD-1002 arrived broken, please refund it. ann@example.com");
        await talk.Say("How many points do I have?");
        var reply = await talk.Say("When will I get the money?");

        Assert.Contains("$84.00", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("no refund", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_when_the_money_comes_orders_no_refund()
    {
        var talk = new Talk(V2);
        await talk.Say("I'd like to return ORD-1002. ann@example.com");

        Assert.Contains("5-7 business days", await talk.Say("When do I get my money?"), StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, call => call.Tool == "process_refund");
    }

    [Fact]
    public async Task Asking_how_long_an_order_can_go_back_returns_nothing()
    {
        var talk = new Talk(V2);

        Assert.Contains("21 days", await talk.Say("How long do I have to return ORD-1002? ann@example.com"), StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, call => call.Tool == "initiate_return");
    }

    [Fact]
    public async Task A_question_about_terms_is_answered_with_terms_after_a_refund_as_well()
    {
        var talk = new Talk(V2);
        await talk.Say("I want to return ORD-1002 and get my money back. ann@example.com");

        for (var i = 0; i < 2; i++)
        {
            Assert.Contains("within 30 days", await talk.Say("Thank you! One more thing: how long do I have to return an item?"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_exchange_is_not_spoken_of_as_a_refund()
    {
        var shop = new ScriptedShop().Answer("lookup_product",
            """{"sku":"SKU-2002","name":"Pine Fleece","price":84,"sizes":["M","L"],"colors":["white"],"stock":{"white":{"M":2,"L":4}}}""");
        var talk = new Talk(V2, shop);
        Assert.Contains("exchange", await talk.Say("Please exchange ORD-1002 for a size L. ann@example.com"), StringComparison.Ordinal);
        var reply = await talk.Say("When will that be?");

        Assert.Contains("new one", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("refund", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_matter_handed_over_has_a_ticket_of_its_own()
    {
        var talk = new Talk(V2);
        await talk.Say("Please change the e-mail address of my account. ann@example.com");
        await talk.Say("And cancel ORD-1003, please.");
        await talk.Say("Is that cancelled now?");

        Assert.Equal(["Customer request: changing the e-mail address", "ORD-1003: a cancellation"],
            talk.Shop.Calls.Where(call => call.Tool == "escalate_to_human").Select(call => call.Arguments["subject"]));
    }

    [Fact]
    public async Task A_question_about_one_product_is_carried_to_the_next_one_named()
    {
        var shop = new ScriptedShop().Answer("lookup_product",
            """{"sku":"SKU-2001","name":"Ridge Lantern","attributes":{"battery_life":"11 hours"}}""",
            """{"sku":"SKU-2003","name":"Trail Radio","attributes":{"battery_life":"20 hours"}}""");
        var talk = new Talk(V2 + "\nSKU-2003 Trail Radio", shop);
        await talk.Say("How long does the battery of SKU-2001 last?");

        Assert.Contains("20 hours", await talk.Say("And what about the Trail Radio?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_products_named_before_are_both_answered_for()
    {
        var shop = new ScriptedShop().Answer("lookup_product",
            """{"sku":"SKU-2001","name":"Ridge Lantern","price":35.5,"attributes":{"weight":"210 g"}}""",
            """{"sku":"SKU-2003","name":"Trail Radio","price":49,"attributes":{"weight":"400 g"}}""");
        var talk = new Talk(V2, shop);
        await talk.Say("What's the weight of SKU-2001 and of SKU-2003?");
        var reply = await talk.Say("What do the two of them cost?");

        Assert.Contains("$35.50", reply, StringComparison.Ordinal);
        Assert.Contains("$49.00", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thanks_do_not_close_what_the_agent_still_asks_about()
    {
        var talk = new Talk(V2);
        await talk.Say("Where is ORD-9999? ann@example.com");
        Assert.DoesNotContain("welcome", await talk.Say("The one from my first message, thank you!"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_thing_is_said_once_in_a_reply()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var talk = new Talk(V2) { Seed = seed, Temperature = 1 };
            await talk.Say("When does ORD-1003 ship, and SPRING15 was not applied to it. ann@example.com");
            var reply = await talk.Say("Hm, fair enough.");

            Assert.True(reply.Split("$18.80").Length <= 2, reply);
        }
    }
}
