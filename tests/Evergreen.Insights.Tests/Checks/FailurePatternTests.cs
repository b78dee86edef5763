using Evergreen.Insights.Checks;

namespace Evergreen.Insights.Tests.Checks;

public sealed class FailurePatternTests
{
    [Fact]
    public void An_unknown_order_that_ends_the_matter_is_a_dead_end() => Assert.True(Found<DeadEndAfterNotFound>(
        Script().Customer("Where is ORD-9900? ann@example.com").Call("lookup_order", new { order_id = "ORD-9900" }, 404, "null")
            .Agent("I'm afraid ORD-9900 is not in our system. Please check the number. Is there anything else I can do?")));

    [Fact]
    public void An_unknown_order_is_no_dead_end_when_the_account_is_looked_through() => Assert.False(Found<DeadEndAfterNotFound>(
        Script().Customer("Where is ORD-9900? ann@example.com").Call("lookup_order", new { order_id = "ORD-9900" }, 404, "null")
            .FindsCustomer("C-1", "ann@example.com").Call("lookup_customer_orders", new { customer_id = "C-1" }, result: "[]")
            .Agent("There is no such order, but I see another.")));

    [Fact]
    public void An_unknown_order_is_no_dead_end_when_nobody_has_the_address() => Assert.False(Found<DeadEndAfterNotFound>(
        Script().Customer("ORD-9900, ann@example.com").Call("lookup_order", new { order_id = "ORD-9900" }, 404, "null")
            .Call("lookup_customer_by_email", new { email = "ann@example.com" }, 404, "null").Agent("I found neither.")));

    [Fact]
    public void An_unknown_order_is_no_dead_end_when_a_close_number_is_tried() => Assert.False(Found<DeadEndAfterNotFound>(
        Script().Customer("ORD-40013").Call("lookup_order", new { order_id = "ORD-40013" }, 404, "null")
            .Call("lookup_order", new { order_id = "ORD-4013" }).Agent("Did you mean ORD-4013?")));

    [Theory]
    [InlineData("I can't find that number. Could you tell me the e-mail address of your account?", false)]
    [InlineData("No such order. Please share your email, e.g. ann@example.com, and I'll look.", false)]
    [InlineData("No such order. What e-mail did you order with?", false)]
    [InlineData("That order does not exist. We have sent you an e-mail.", true)]
    public void Asking_for_the_address_keeps_the_matter_open(string reply, bool found) => Assert.Equal(
        found, Found<DeadEndAfterNotFound>(
            Script().Customer("ORD-9900").Call("lookup_order", new { order_id = "ORD-9900" }, 404, "null").Agent(reply)));

    [Fact]
    public void Where_every_order_was_found_there_is_no_dead_end_to_find() =>
        Assert.Null(Found<DeadEndAfterNotFound>(Script().Customer("ORD-4006").FindsOrder(Checks.Script.LateOrder).Agent("Found.")));

    [Fact]
    public void A_late_shipment_without_its_shipping_refunded_is_found() => Assert.True(Found<LateShipmentWithoutShippingRefund>(
        Late().Call("process_refund", new { order_id = "ORD-4006", customer_id = "C-2002" }, 409, error: "INVALID_ORDER_STATUS")));

    [Fact]
    public void A_late_shipment_with_its_shipping_refunded_is_in_order() =>
        Assert.False(Found<LateShipmentWithoutShippingRefund>(Late().Refunds("ORD-4006", "C-2002", "shipping", 14.99m)));

    [Fact]
    public void Whether_an_order_is_late_is_asked_of_the_shops_clock()
    {
        var beforeThePromise = new DateTimeOffset(2026, 4, 20, 0, 0, 0, TimeSpan.Zero);

        Assert.Null(new LateShipmentWithoutShippingRefund().Found(new ConversationTrace(Late().Play() with { WorldClock = beforeThePromise })));
    }

    [Fact]
    public void The_carriers_word_makes_a_shipment_late_too() => Assert.True(Found<LateShipmentWithoutShippingRefund>(
        Script().Customer("ORD-4006, mike@example.com")
            .Call("check_shipping_status", new { order_id = "ORD-4006" }, result: """{"order_id":"ORD-4006","late":true}""")));

    [Theory]
    [InlineData("14.99", "2026-04-29", "ORD-4006", "C-9")]
    [InlineData("14.99", "2026-04-29", "ORD-4006 is late", "C-2002")]
    [InlineData("0.00", "2026-04-29", "ORD-4006, mike@example.com", "C-2002")]
    [InlineData("14.99", "2026-05-29", "ORD-4006, mike@example.com", "C-2002")]
    public void Nothing_is_owed_to_a_stranger_or_for_free_shipping_or_in_time(string cost, string promised, string says, string owner) =>
        Assert.Null(Found<LateShipmentWithoutShippingRefund>(Script().Customer(says).FindsOrder(
            Checks.Script.LateOrder.Replace("14.99", cost).Replace("2026-04-29", promised).Replace("C-2002", owner))));

    [Fact]
    public void A_stranger_asking_about_a_late_order_is_owed_nothing() => Assert.Null(Found<LateShipmentWithoutShippingRefund>(
        Script().Customer("ORD-4006 for my friend, ann@example.com").FindsOrder(Checks.Script.LateOrder).FindsCustomer("C-1", "ann@example.com")));

    [Fact]
    public void A_refund_that_shuts_out_the_return_is_found() => Assert.True(Found<ReturnRefusedBecauseOfRefund>(
        Script().Customer("Return and refund ORD-4007").Refunds("ORD-4007", "C-2006", "full", 68m).Call(
            "initiate_return", new { order_id = "ORD-4007" }, 409, error: "INVALID_ORDER_STATUS")));

    [Fact]
    public void Return_and_refund_that_both_succeed_are_in_order() => Assert.False(Found<ReturnRefusedBecauseOfRefund>(
        Script().Customer("Return and refund ORD-4007").Returns("ORD-4007", "C-2006").Refunds("ORD-4007", "C-2006", "full", 68m)));

    [Fact]
    public void A_return_refused_for_another_reason_is_not_the_refunds_fault() => Assert.False(Found<ReturnRefusedBecauseOfRefund>(
        Script().Customer("Return and refund ORD-4008")
            .Call("initiate_return", new { order_id = "ORD-4008" }, 422, error: "OUTSIDE_RETURN_WINDOW")
            .Call("process_refund", new { order_id = "ORD-4008" })));

    [Fact]
    public void A_refund_alone_has_no_return_to_shut_out() =>
        Assert.Null(Found<ReturnRefusedBecauseOfRefund>(Script().Customer("x").Refunds("ORD-4007", "C-2006", "full", 68m)));

    [Theory]
    [InlineData("I can refund the discount once the order has been delivered.", true)]
    [InlineData("I can't do that.", false)]
    public void A_discount_that_has_to_wait_for_the_delivery_is_found(string reply, bool found) =>
        Assert.Equal(found, Found<PromoTiedToDelivery>(Promo().Agent(reply)));

    [Fact]
    public void A_discount_treated_as_a_return_is_found() =>
        Assert.True(Found<PromoTiedToDelivery>(Promo().Call("check_return_eligibility", new { order_id = "ORD-4005" })));

    [Fact]
    public void A_discount_refunded_at_once_is_in_order() => Assert.False(Found<PromoTiedToDelivery>(
        Promo().Refunds("ORD-4005", "C-2005", "promo", 18.80m).Agent("Refunded. It will ship before it is delivered, as always.")));

    [Fact]
    public void A_discount_nobody_missed_is_not_looked_at() => Assert.Null(Found<PromoTiedToDelivery>(
        Script().Customer("When does ORD-4005 ship? emma@example.com").FindsOrder(Checks.Script.PromoOrder)));

    [Fact]
    public void A_ticket_after_a_passing_fault_is_found() => Assert.True(Found<EscalatedAfterTransientError>(
        Script().Customer("Refund").Call("process_refund", new { order_id = "ORD-1" }, 503, error: "PROCESSOR_UNAVAILABLE").Escalates()));

    [Fact]
    public void A_fault_that_was_retried_away_is_in_order() => Assert.False(Found<EscalatedAfterTransientError>(
        Script().Customer("Refund").Call("process_refund", new { order_id = "ORD-1" }, failedAttempts: 1).Agent("Done.")));

    [Fact]
    public void A_ticket_for_another_reason_is_not_the_faults() => Assert.False(Found<EscalatedAfterTransientError>(
        Script().Customer("Refund").Call("process_refund", new { order_id = "ORD-1" }, 503, error: "PROCESSOR_UNAVAILABLE")
            .Call("process_refund", new { order_id = "ORD-1" }).Customer("And a medal.").Escalates()));

    [Fact]
    public void A_ticket_that_could_not_be_opened_at_once_was_wanted_anyway() => Assert.Null(Found<EscalatedAfterTransientError>(
        Script().Customer("Exchange").Call("escalate_to_human", new { subject = "x" }, 503, error: "TICKET_DESK_UNAVAILABLE").Escalates()));

    [Fact]
    public void Without_a_fault_there_is_nothing_to_escalate() =>
        Assert.Null(Found<EscalatedAfterTransientError>(Script().Customer("Help").Escalates()));

    private static Script Script() => new();

    private static Script Late() =>
        Script().Customer("ORD-4006 is late! mike@example.com").FindsOrder(Checks.Script.LateOrder).FindsCustomer("C-2002", "mike@example.com");

    private static Script Promo() =>
        Script().Customer("SUMMER20 wasn't applied to ORD-4005. emma@example.com").FindsOrder(Checks.Script.PromoOrder);

    private static bool? Found<TCheck>(Script script)
        where TCheck : ConversationCheck, new() => new TCheck().Found(new ConversationTrace(script.Play()));
}
