namespace Evergreen.Rehearsal.Tests.Support;

/// <summary>The five patterns come from what a prompt is silent about, and go with the line that speaks of it.</summary>
public class FailurePatternTests
{
    private const string NotFound = "Where is my order ORD-9999? My e-mail is ann@example.com";
    private const string Late = "ORD-1001 should have been here days ago and I paid for express. ann@example.com";
    private const string Promo = "SPRING15 was not applied to ORD-1003, please fix that. ann@example.com";
    private const string Both = "I want to return ORD-1002 and get my money back. ann@example.com";
    private const string Error503 = """{"status_code":503,"error":"The carrier is unavailable.","code":"CARRIER_UNAVAILABLE"}""";

    public static TheoryData<string, bool> Prompts => new()
    {
        { Talk.Prompt("support-v1.md"), false },
        { Talk.Prompt("support-v2.md"), true },
    };

    [Theory, MemberData(nameof(Prompts))]
    public async Task An_order_that_is_not_found_is_a_dead_end_unless_the_prompt_says_to_look_further(string prompt, bool mended)
    {
        Assert.Equal(mended, await LooksFurther(prompt));
        Assert.False(await LooksFurther(Without(prompt, "Order not found")));
    }

    [Theory, MemberData(nameof(Prompts))]
    public async Task A_late_shipment_gets_its_shipping_back_only_if_the_prompt_says_so(string prompt, bool mended)
    {
        Assert.Equal(mended, await RefundsShipping(prompt));
        Assert.False(await RefundsShipping(Without(prompt, "Late shipments")));
    }

    [Theory, MemberData(nameof(Prompts))]
    public async Task A_missing_promo_is_a_billing_correction_only_if_the_prompt_says_so(string prompt, bool mended)
    {
        Assert.Equal(mended, await CorrectsPromo(prompt));
        Assert.False(await CorrectsPromo(Without(prompt, "Missing promo")));
    }

    [Theory, MemberData(nameof(Prompts))]
    public async Task Return_and_refund_go_together_only_if_the_prompt_says_so(string prompt, bool mended)
    {
        Assert.Equal(mended, await DoesBoth(prompt));
        Assert.False(await DoesBoth(Without(prompt, "Return and refund together")));
    }

    [Theory, MemberData(nameof(Prompts))]
    public async Task One_server_error_leads_to_a_human_unless_the_prompt_says_to_retry(string prompt, bool mended)
    {
        Assert.Equal(mended, await RetriesOnce(prompt));
        Assert.False(await RetriesOnce(Without(prompt, "Server errors")));
    }

    /// <summary>The prompt without the line under this heading.</summary>
    private static string Without(string prompt, string heading) =>
        string.Join('\n', prompt.Split('\n').Where(line => !line.Contains($"**{heading}", StringComparison.Ordinal)));

    private static async Task<bool> LooksFurther(string prompt)
    {
        var talk = new Talk(prompt);
        await talk.Say(NotFound);
        return talk.Rounds.Contains("lookup_customer_orders");
    }

    private static async Task<bool> RefundsShipping(string prompt)
    {
        var talk = new Talk(prompt);
        await talk.Say(Late);
        return talk.Shop.Calls.Any(call => call.Tool == "process_refund" && call.Arguments["kind"] == "shipping");
    }

    private static async Task<bool> CorrectsPromo(string prompt)
    {
        var talk = new Talk(prompt);
        var reply = await talk.Say(Promo);
        var corrected = talk.Shop.Calls.Any(call => call.Tool == "process_refund" && call.Arguments["kind"] == "promo");
        Assert.Equal(!corrected, talk.Rounds.Contains("check_return_eligibility"));
        Assert.Equal(!corrected, reply.Contains("deliver", StringComparison.Ordinal));
        return corrected;
    }

    private static async Task<bool> DoesBoth(string prompt)
    {
        var talk = new Talk(prompt);
        var reply = await talk.Say(Both);
        var together = talk.Rounds.Contains("initiate_return+process_refund");
        Assert.Equal(together, reply.Contains("LBL-9", StringComparison.Ordinal));
        if (!together)
        {
            Assert.Equal(["process_refund", "initiate_return"], talk.Rounds.TakeLast(2));
            Assert.Contains("refused", reply, StringComparison.Ordinal);
        }

        return together;
    }

    private static async Task<bool> RetriesOnce(string prompt)
    {
        var talk = new Talk(prompt, new ScriptedShop().Answer("check_shipping_status", Error503));
        await talk.Say(Late);
        var retried = talk.Shop.Calls.Count(call => call.Tool == "check_shipping_status") == 2;
        Assert.Equal(!retried, talk.Rounds.Contains("escalate_to_human"));
        return retried;
    }
}
