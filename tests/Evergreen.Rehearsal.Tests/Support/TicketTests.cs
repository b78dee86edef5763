namespace Evergreen.Rehearsal.Tests.Support;

public class TicketTests
{
    [Theory]
    [InlineData("support-v1.md")]
    [InlineData("support-v2.md")]
    public async Task A_ticket_names_the_order_that_was_found_through_the_account(string prompt)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say("Please cancel my order. ann@example.com");
        var ticket = talk.Shop.Calls.Single(call => call.Tool == "escalate_to_human").Arguments;

        Assert.Contains("TCK-77", reply, StringComparison.Ordinal);
        Assert.Equal("ORD-1003", ticket["order_id"]);
        Assert.StartsWith("Please stop ORD-1003 ", ticket["description"], StringComparison.Ordinal);
    }
}
