namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>How a payment stands is told from the order's row, and nothing is done about it unasked.</summary>
public class PaymentCheckTests
{
    public static TheoryData<string, string> Lines => Prompts.With(
        "Can you check the payment for order ORD-1001?",
        "Did my payment for ORD-1001 go through?",
        "Has my card been charged for ORD-1001? ann@example.com");

    [Theory, MemberData(nameof(Lines))]
    public async Task The_payment_of_an_order_is_answered_from_its_row(string prompt, string line)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say(line);

        Assert.Contains("$84.00 by Visa ending 1111", reply, StringComparison.Ordinal);
        Assert.Contains("captured", reply, StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Rounds, round => round is "check_shipping_status" or "escalate_to_human");
    }

    [Theory, InlineData("support-v1.md"), InlineData("support-v2.md")]
    public async Task A_pending_payment_is_handed_over_once_the_customer_wants_that(string prompt)
    {
        var shop = new ScriptedShop().Answer("lookup_order",
            """{"id":"ORD-1002","customer_id":"C-1","status":"delivered","total":84,"payment_method":"Visa ending 1111","payment_status":"pending"}""");
        var talk = new Talk(Talk.Prompt(prompt), shop);

        Assert.Contains("pending", await talk.Say("What's the payment status of ORD-1002? ann@example.com"), StringComparison.Ordinal);
        Assert.DoesNotContain("escalate_to_human", talk.Rounds);
        Assert.Contains("TCK-77", await talk.Say("Yes please, do that."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_is_not_called_well_when_a_cancelled_order_was_paid_for()
    {
        var reply = await new Talk(Talk.Prompt("support-v2.md")).Say("Please check the payment of ORD-1006. ann@example.com");

        Assert.Contains("ORD-1006 is cancelled", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("all is well", reply, StringComparison.OrdinalIgnoreCase);
    }
}
