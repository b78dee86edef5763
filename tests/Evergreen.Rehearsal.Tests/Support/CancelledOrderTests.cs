namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>Who speaks of an order that was cancelled is told how it stands; nothing is done to it, or to another one, unasked.</summary>
public class CancelledOrderTests
{
    public static TheoryData<string, string> Lines => Prompts.With(
        "What about my cancelled order? ann@example.com",
        "What has become of the order I cancelled? My mail is ann@example.com",
        "I've canceled something last week, did that work? ann@example.com");

    public static TheoryData<string, string> Whens => Prompts.With(
        "I cancelled my order, when do I get my money? ann@example.com",
        "I canceled my order. How long until I have my money back? ann@example.com",
        "When will the cancelled order ORD-1006 be refunded? ann@example.com");

    [Theory, MemberData(nameof(Lines))]
    public async Task A_cancelled_order_is_found_and_left_alone(string prompt, string line)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say(line);

        Assert.Contains("ORD-1006", reply, StringComparison.Ordinal);
        Assert.Contains("cancelled", reply, StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, IsAction);
    }

    [Theory, MemberData(nameof(Whens))]
    public async Task Asking_when_its_money_comes_orders_no_refund(string prompt, string line)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        var reply = await talk.Say(line);

        Assert.Contains("ORD-1006", reply, StringComparison.Ordinal);
        Assert.Contains("5-7 business days", reply, StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, IsAction);
    }

    [Theory]
    [InlineData("What about my cancelled order? ann@example.com", "Yes please.")]
    [InlineData("What about my cancelled order? ann@example.com", "I want my money back.")]
    [InlineData("I cancelled ORD-1006, when do I get my money? ann@example.com", "Please do.")]
    [InlineData("I cancelled ORD-1006 and I'm still waiting for the money, when will it come? ann@example.com", null)]
    public async Task Whoever_asks_for_the_money_gets_a_refund(string line, string? answer)
    {
        var shop = new ScriptedShop().Answer("process_refund",
            """{"status_code":200,"order_id":"ORD-1006","kind":"full","amount":84.00,"status":"approved","payment_method":"Visa ending 1111"}""");
        var talk = new Talk(Talk.Prompt("support-v2.md"), shop);
        var reply = await talk.Say(line);
        reply = answer is null ? reply : await talk.Say(answer);

        Assert.Equal("ORD-1006", talk.Shop.Calls.Single(IsAction).Arguments["order_id"]);
        Assert.Contains("$84.00", reply, StringComparison.Ordinal);
    }

    [Theory, InlineData("support-v1.md"), InlineData("support-v2.md")]
    public async Task A_refund_that_a_cancelled_order_is_refused_is_not_put_off_until_its_delivery(string prompt)
    {
        var talk = new Talk(Talk.Prompt(prompt));
        await talk.Say("What about my cancelled order? ann@example.com");
        var reply = await talk.Say("Yes please.");

        Assert.Contains("TCK-77", reply, StringComparison.Ordinal);
        Assert.DoesNotContain("deliver", reply, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What about my cancelled order? ann@example.com", "No, thanks.")]
    [InlineData("When do I get the money for ORD-1006? ann@example.com", "No.")]
    public async Task A_no_leaves_it_as_it_is(string line, string no)
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));
        await talk.Say(line);

        Assert.Contains("leave ORD-1006", await talk.Say(no), StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, IsAction);
    }

    [Fact]
    public async Task An_order_that_was_never_cancelled_is_stopped_only_on_a_yes()
    {
        var talk = new Talk(Talk.Prompt("support-v2.md"));

        Assert.Contains("ORD-1003 (Ridge Lantern) isn't cancelled", await talk.Say("I've cancelled ORD-1003, right? ann@example.com"), StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Shop.Calls, IsAction);
        Assert.Contains("TCK-77", await talk.Say("Yes please."), StringComparison.Ordinal);
    }

    private static bool IsAction((string Tool, IReadOnlyDictionary<string, string> Arguments) call) =>
        call.Tool is "process_refund" or "initiate_return" or "escalate_to_human";
}
