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
}
