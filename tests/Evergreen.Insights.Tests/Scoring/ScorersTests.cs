using Evergreen.Insights.Scoring;
using Evergreen.Insights.Tests.Checks;

namespace Evergreen.Insights.Tests.Scoring;

public sealed class ScorersTests
{
    private const string DeliveredOrder =
        """{"id":"ORD-4007","customer_id":"C-2006","status":"delivered","total":68.00,"delivered_at":"2026-04-30T12:00:00Z"}""";

    [Fact]
    public async Task The_shipping_of_a_late_order_refunded_once_in_full_is_the_right_end_state() =>
        Assert.Equal(1, (await EndState(Late().Refunds("ORD-4006", "C-2002", "shipping", 14.99m))).Value);

    [Fact]
    public async Task A_late_order_left_alone_is_not()
    {
        var score = await EndState(Late());

        Assert.Equal((0, "the shipping cost of ORD-4006 was not refunded"), (score.Value, score.Reason));
    }

    [Fact]
    public async Task The_right_refund_of_the_wrong_amount_is_not() => Assert.Equal(
        "the shipping cost of ORD-4006 is $14.99, but $5.99 was refunded",
        (await EndState(Late().Refunds("ORD-4006", "C-2002", "shipping", 5.99m))).Reason);

    [Fact]
    public async Task The_right_refund_made_twice_is_not()
    {
        var twice = Late().Refunds("ORD-4006", "C-2002", "shipping", 14.99m).Refunds("ORD-4006", "C-2002", "shipping", 14.99m);

        Assert.Equal((0, "paid_twice"), await ValueAndReason(twice));
    }

    [Fact]
    public async Task A_missed_discount_is_owed_as_a_discount()
    {
        var promo = new Script().Customer("SUMMER20 was not applied to ORD-4005, emma@example.com").FindsOrder(Script.PromoOrder)
            .FindsCustomer("C-2005", "emma@example.com");

        Assert.Equal((0, "the missed discount of ORD-4005 was not refunded"), await ValueAndReason(promo));
        Assert.Equal(1, (await EndState(promo.Refunds("ORD-4005", "C-2005", "promo", 18.80m))).Value);
    }

    [Fact]
    public async Task Who_wants_return_and_refund_is_owed_both()
    {
        var both = new Script().Customer("I want to return ORD-4007 and a refund. lisa@example.com").FindsOrder(DeliveredOrder)
            .FindsCustomer("C-2006", "lisa@example.com");

        Assert.Equal((0, "the return of ORD-4007 was not opened; ORD-4007 was not refunded"), await ValueAndReason(both));
        Assert.Equal(1, (await EndState(both.Returns("ORD-4007", "C-2006").Refunds("ORD-4007", "C-2006", "full", 68m))).Value);
    }

    [Theory]
    [InlineData("{\"refunds\":[{\"order_id\":\"ORD-4006\",\"kind\":\"shipping\",\"amount\":14.99}],\"returns\":[],\"tickets\":0}", "")]
    [InlineData("{\"refunds\":[{\"order_id\":\"ORD-4006\"}]}", "")]
    [InlineData("{\"refunds\":[]}", "a refund of ORD-4006 (shipping) of $14.99 was made and not expected")]
    [InlineData("{\"refunds\":[{\"order_id\":\"ORD-4006\",\"kind\":\"shipping\",\"amount\":5.99}]}",
        "a refund of ORD-4006 (shipping) of $5.99 was not made; a refund of ORD-4006 (shipping) of $14.99 was made and not expected")]
    [InlineData("{\"returns\":[\"ORD-4006\"],\"tickets\":1}", "the return of ORD-4006 was not opened; 0 tickets were opened, 1 expected")]
    public async Task What_a_row_expects_of_the_shop_comes_before_what_the_shop_owed(string expected, string problems)
    {
        var conversation = Late().Refunds("ORD-4006", "C-2002", "shipping", 14.99m).Play();

        var score = await Scorers.WithoutJudge.Single(s => s.Name == "end_state").ScoreAsync(conversation, expected, default);

        Assert.Equal(problems.Length == 0 ? 1 : 0, score.Value);
        Assert.Equal(problems.Length == 0 ? "what was owed or expected was done, once, and for the right amount" : problems, score.Reason);
    }

    [Theory]
    [InlineData("The shipping cost is refunded.")]
    [InlineData("{\"answer\":\"The shipping cost is refunded.\"}")]
    public async Task Words_alone_leave_the_end_state_to_what_the_shop_owed(string expected) => Assert.Equal(
        0, (await Scorers.WithoutJudge.Single(s => s.Name == "end_state").ScoreAsync(Late().Play(), expected, default)).Value);

    [Fact]
    public async Task Asking_about_the_return_window_is_not_asking_for_a_return() => Assert.Equal(1, (await EndState(
        new Script().Customer("Refund ORD-4007 please. And how long is the return window? lisa@example.com").FindsOrder(DeliveredOrder)
            .FindsCustomer("C-2006", "lisa@example.com").Refunds("ORD-4007", "C-2006", "full", 68m))).Value);

    [Fact]
    public async Task What_nobody_asked_for_must_not_be_granted() => Assert.Equal(
        (0, "a refund was granted that the customer had not asked for"),
        await ValueAndReason(new Script().Customer("Where is ORD-4007? lisa@example.com").FindsOrder(DeliveredOrder)
            .FindsCustomer("C-2006", "lisa@example.com").Refunds("ORD-4007", "C-2006", "full", 68m)));

    [Fact]
    public async Task Where_nothing_was_owed_or_granted_the_end_state_is_not_scored() =>
        Assert.Null((await EndState(new Script().Customer("How warm is the jacket?").Agent("Very."))).Value);

    [Fact]
    public async Task A_broken_policy_is_named()
    {
        var score = await ScoreAsync("policy", new Script().Customer("Where is it?").Agent("ORD-1234 cost $12.34."));

        Assert.Equal((0, "invented_fact"), (score.Value, score.Reason));
    }

    [Fact]
    public async Task A_ticket_is_unnecessary_before_anything_was_tried_and_over_a_passing_fault()
    {
        var fault = new Script().Customer("Refund!").FindsOrder(DeliveredOrder)
            .Call("process_refund", new { order_id = "ORD-4007" }, 503, error: "PROCESSOR_UNAVAILABLE").Escalates();
        var refused = new Script().Customer("Refund!").FindsOrder(DeliveredOrder)
            .Call("process_refund", new { order_id = "ORD-4007" }, 402, error: "PAYMENT_METHOD_INVALID").Escalates();

        Assert.Equal(0, (await ScoreAsync("escalation", new Script().Customer("Help").Escalates())).Value);
        Assert.Equal(0, (await ScoreAsync("escalation", fault)).Value);
        Assert.Equal(1, (await ScoreAsync("escalation", refused)).Value);
        Assert.Equal(1, (await ScoreAsync("escalation", new Script().Customer("Hi").Agent("Hi."))).Value);
    }

    [Fact]
    public async Task Refusals_and_faults_count_as_tool_errors_and_lookups_that_find_nothing_do_not()
    {
        var script = new Script().Customer("Hi").Call("lookup_order", new { order_id = "ORD-1" }, 404, "null")
            .Call("process_refund", new { order_id = "ORD-2" }, 409, error: "DUPLICATE_REFUND")
            .Call("check_shipping_status", new { order_id = "ORD-2" }, 503, error: "CARRIER_UNAVAILABLE");

        var score = await ScoreAsync("tool_errors", script);

        Assert.Equal(2, score.Value);
        Assert.Equal("process_refund 409 DUPLICATE_REFUND; check_shipping_status 503 CARRIER_UNAVAILABLE", score.Reason);
    }

    [Fact]
    public async Task An_unknown_amount_is_not_scored()
    {
        var cost = Scorers.Amount("cost", _ => null, "the model has no price");

        Assert.Equal(new Score("cost", null, "not scored: the model has no price"), await cost.ScoreAsync(Some.Conversation(), null, default));
    }

    private static Script Late() => new Script().Customer("ORD-4006 is late, refund the shipping! mike@example.com")
        .FindsOrder(Script.LateOrder).FindsCustomer("C-2002", "mike@example.com");

    private static Task<Score> EndState(Script script) => ScoreAsync("end_state", script);

    private static async Task<(double?, string)> ValueAndReason(Script script)
    {
        var score = await EndState(script);
        return (score.Value, score.Reason);
    }

    private static Task<Score> ScoreAsync(string scorer, Script script) =>
        Scorers.WithoutJudge.Single(s => s.Name == scorer).ScoreAsync(script.Play(), null, default);
}
