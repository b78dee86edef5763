using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Tests.Services;

/// <summary>The rules of the four services, one by one, through the tools.</summary>
public sealed class ServiceRulesTests : IAsyncLifetime
{
    private SimulatedShop _shop = null!;
    private OpenShop _open = null!;

    public async Task InitializeAsync()
    {
        _shop = await SimulatedShop.OpenSqliteAsync(":memory:", OpenShop.Options, TimeProvider.System, CancellationToken.None);
        _open = new OpenShop(_shop);
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_full_refund_pays_everything_and_closes_the_order()
    {
        var reply = await _open.RefundAsync("ORD-4010", "C-2004");

        Assert.Equal((200, 75.00m), (reply.Status, reply.Json().Number("amount")));
        Assert.Equal(200, reply.Json().GetProperty("status_code").GetInt32());
        Assert.StartsWith("REF-", reply.Json().Text("refund_id"));
        Assert.Equal("refunded", (await _open.OrderAsync("ORD-4010")).Text("status"));
    }

    [Fact]
    public async Task A_late_shipment_gets_its_shipping_back_and_stays_shipped()
    {
        var reply = await _open.RefundAsync("ORD-4006", "C-2002", "shipping");

        Assert.Equal((200, 14.99m), (reply.Status, reply.Json().Number("amount")));
        Assert.Equal("shipped", (await _open.OrderAsync("ORD-4006")).Text("status"));
    }

    [Fact]
    public async Task A_missing_promo_is_paid_before_the_order_is_even_shipped()
    {
        var reply = await _open.RefundAsync("ORD-4005", "C-2005", "promo");

        Assert.Equal((200, 18.80m), (reply.Status, reply.Json().Number("amount")));
        Assert.Equal("processing", (await _open.OrderAsync("ORD-4005")).Text("status"));
    }

    [Fact]
    public async Task Without_shipped_among_the_refundable_statuses_shipping_stays_paid_but_a_promo_is_still_corrected()
    {
        await using var v1 = await SimulatedShop.OpenSqliteAsync(
            ":memory:",
            OpenShop.Options with { RefundableStatuses = ["delivered", "return_in_progress"] },
            TimeProvider.System,
            CancellationToken.None);
        var open = new OpenShop(v1);

        Assert.Equal("INVALID_ORDER_STATUS", (await open.RefundAsync("ORD-4006", "C-2002", "shipping")).ErrorCode);
        Assert.Equal("INVALID_ORDER_STATUS", (await open.RefundAsync("ORD-4002", "C-2002", "shipping")).ErrorCode);
        Assert.Equal(200, (await open.RefundAsync("ORD-4005", "C-2005", "promo")).Status);
    }

    [Theory]
    [InlineData("ORD-9901", "C-2001", null, 404, "ORDER_NOT_FOUND")]
    [InlineData("ORD-4001", "C-2002", null, 403, "CUSTOMER_MISMATCH")]
    [InlineData("ORD-4001", "C-9999", "shipping", 403, "CUSTOMER_MISMATCH")]
    [InlineData("ORD-4005", "C-2005", null, 409, "INVALID_ORDER_STATUS")]
    [InlineData("ORD-4015", "C-2005", null, 402, "PAYMENT_METHOD_INVALID")]
    [InlineData("ORD-4014", "C-2003", null, 409, "DUPLICATE_REFUND")]
    [InlineData("ORD-4001", "C-2001", "shipping", 422, "NOTHING_TO_REFUND")]
    [InlineData("ORD-4001", "C-2001", "promo", 422, "NOTHING_TO_REFUND")]
    public async Task A_refund_is_refused(string order, string customer, string? kind, int status, string code)
    {
        var reply = await _open.RefundAsync(order, customer, kind);

        Assert.Equal((status, code), (reply.Status, reply.ErrorCode));
        Assert.Equal((status, code), (reply.Json().GetProperty("status_code").GetInt32(), reply.Json().Text("code")));
        Assert.NotEmpty(reply.Json().Text("error"));
        Assert.Empty(await _open.ChangesAsync());
    }

    [Theory]
    [InlineData("ORD-4006", "shipping", 15.00)]
    [InlineData("ORD-4006", "shipping", 0)]
    [InlineData("ORD-4006", "full", -1)]
    [InlineData("ORD-4006", "full", 114.00)]
    [InlineData("ORD-4006", "shipping", 1.005)]
    public async Task An_amount_beyond_what_was_paid_of_that_kind_is_refused(string order, string kind, double amount)
    {
        var reply = await _open.RefundAsync(order, "C-2002", kind, (decimal)amount);

        Assert.Equal((422, "INVALID_AMOUNT"), (reply.Status, reply.ErrorCode));
    }

    [Fact]
    public async Task Part_of_an_order_can_be_paid_back_and_leaves_it_open()
    {
        var reply = await _open.RefundAsync("ORD-4009", "C-2001", "full", 28.00m);

        Assert.Equal((200, 28.00m), (reply.Status, reply.Json().Number("amount")));
        Assert.Equal("delivered", (await _open.OrderAsync("ORD-4009")).Text("status"));
    }

    [Fact]
    public async Task A_full_refund_after_a_shipping_refund_pays_the_rest()
    {
        await _open.RefundAsync("ORD-4006", "C-2002", "shipping");

        var rest = await _open.RefundAsync("ORD-4006", "C-2002");

        Assert.Equal(99.00m, rest.Json().Number("amount"));
        Assert.Equal("refunded", (await _open.OrderAsync("ORD-4006")).Text("status"));
    }

    [Theory]
    [InlineData("full")]
    [InlineData("shipping")]
    public async Task A_second_refund_of_the_same_kind_is_a_duplicate(string kind)
    {
        await _open.RefundAsync("ORD-4006", "C-2002", kind);

        Assert.Equal("DUPLICATE_REFUND", (await _open.RefundAsync("ORD-4006", "C-2002", kind)).ErrorCode);
    }

    [Fact]
    public async Task A_return_sends_a_label_and_marks_the_order()
    {
        var reply = await _open.ReturnAsync("ORD-4001", "C-2001");

        Assert.Equal(200, reply.Status);
        Assert.StartsWith("RMA-", reply.Json().Text("return_id"));
        Assert.StartsWith("LBL-", reply.Json().Text("label_number"));
        Assert.Equal("return_in_progress", (await _open.OrderAsync("ORD-4001")).Text("status"));
    }

    [Fact]
    public async Task A_refund_after_the_return_was_started_is_granted()
    {
        await _open.ReturnAsync("ORD-4001", "C-2001");

        Assert.Equal(200, (await _open.RefundAsync("ORD-4001", "C-2001")).Status);
    }

    [Fact]
    public async Task A_return_after_the_refund_is_refused_because_the_refund_is_in_progress()
    {
        await _open.RefundAsync("ORD-4001", "C-2001");

        var reply = await _open.ReturnAsync("ORD-4001", "C-2001");

        Assert.Equal((409, "INVALID_ORDER_STATUS"), (reply.Status, reply.ErrorCode));
        Assert.Contains("refund", reply.Json().Text("error"));
    }

    [Fact]
    public async Task A_partial_refund_blocks_no_return()
    {
        await _open.RefundAsync("ORD-4001", "C-2001", "full", 10m);

        Assert.Equal(200, (await _open.ReturnAsync("ORD-4001", "C-2001")).Status);
    }

    [Theory]
    [InlineData("ORD-9901", "C-2001", 404, "ORDER_NOT_FOUND")]
    [InlineData("ORD-4001", "C-2002", 403, "CUSTOMER_MISMATCH")]
    [InlineData("ORD-4008", "C-2007", 422, "OUTSIDE_RETURN_WINDOW")]
    [InlineData("ORD-4014", "C-2003", 409, "RETURN_EXISTS")]
    [InlineData("ORD-4006", "C-2002", 409, "INVALID_ORDER_STATUS")]
    [InlineData("ORD-4015", "C-2005", 409, "INVALID_ORDER_STATUS")]
    [InlineData("ORD-4009", "C-2001", 422, "ADDRESS_UNVERIFIED")]
    public async Task A_return_is_refused(string order, string customer, int status, string code)
    {
        var reply = await _open.ReturnAsync(order, customer);

        Assert.Equal((status, code), (reply.Status, reply.ErrorCode));
        Assert.Empty(await _open.ChangesAsync());
    }

    [Fact]
    public async Task A_second_return_exists_already()
    {
        await _open.ReturnAsync("ORD-4001", "C-2001");

        Assert.Equal("RETURN_EXISTS", (await _open.ReturnAsync("ORD-4001", "C-2001")).ErrorCode);
    }

    [Theory]
    [InlineData("ORD-4001", true, 24)]
    [InlineData("ORD-4013", true, 12)]
    [InlineData("ORD-4008", false, null)]
    [InlineData("ORD-4006", false, null)]
    public async Task Eligibility_tells_the_days_left_or_the_reason(string order, bool eligible, int? days)
    {
        var answer = await _open.ReadAsync("check_return_eligibility", new { order_id = order });

        Assert.Equal(eligible, answer.GetProperty("eligible").GetBoolean());
        Assert.Equal(days, eligible ? answer.GetProperty("days_remaining").GetInt32() : null);
        Assert.Equal(!eligible, answer.Has("reason"));
    }

    [Fact]
    public async Task Eligibility_of_an_unknown_order_is_nothing() =>
        Assert.Equal("null", (await _open.CallAsync("check_return_eligibility", new { order_id = "ORD-9900" })).Body);

    [Theory]
    [InlineData("ORD-9901", "ORDER_NOT_FOUND")]
    [InlineData("ORD-4005", "TRACKING_NOT_FOUND")]
    [InlineData("ORD-4015", "TRACKING_NOT_FOUND")]
    public async Task A_parcel_without_a_number_cannot_be_tracked(string order, string code)
    {
        var reply = await _open.CallAsync("check_shipping_status", new { order_id = order });

        Assert.Equal((404, code), (reply.Status, reply.ErrorCode));
    }

    [Fact]
    public async Task Tracking_changes_nothing()
    {
        Assert.Equal(200, (await _open.CallAsync("check_shipping_status", new { order_id = "ORD-4002" })).Status);
        Assert.Empty(await _open.ChangesAsync());
    }

    [Fact]
    public async Task A_ticket_needs_neither_customer_nor_order()
    {
        var reply = await _open.CallAsync("escalate_to_human", new { subject = "Help", description = "Please", priority = "urgent" });

        Assert.Equal((200, "urgent"), (reply.Status, reply.Json().Text("priority")));
        Assert.StartsWith("TCK-", reply.Json().Text("ticket_id"));
    }

    [Fact]
    public async Task A_ticket_about_an_unknown_order_is_taken_and_one_about_anothers_order_is_not()
    {
        var unknown = await _open.CallAsync(
            "escalate_to_human", new { subject = "s", description = "d", order_id = "ORD-9901", customer_id = "C-2001" });
        var anothers = await _open.CallAsync(
            "escalate_to_human", new { subject = "s", description = "d", order_id = "ORD-4002", customer_id = "C-2001" });

        Assert.Equal(200, unknown.Status);
        Assert.Equal("CUSTOMER_MISMATCH", anothers.ErrorCode);
    }

    [Fact]
    public async Task Numbers_of_what_was_created_derive_from_the_call()
    {
        var first = await _open.RefundAsync("ORD-4010", "C-2004", id: "a-call");
        var elsewhere = await new OpenShop(_shop, "another world").RefundAsync("ORD-4010", "C-2004", id: "a-call");
        var otherCall = await new OpenShop(_shop, "a third world").RefundAsync("ORD-4010", "C-2004", id: "b-call");

        Assert.Equal(first.Json().Text("refund_id"), elsewhere.Json().Text("refund_id"));
        Assert.NotEqual(first.Json().Text("refund_id"), otherCall.Json().Text("refund_id"));
    }
}
