using System.Text.Json;

namespace Evergreen.Insights.Checks;

/// <summary>The shop broke its promise and kept what the customer paid for it.</summary>
internal sealed class LateShipmentWithoutShippingRefund : ConversationCheck
{
    public override string Name => "late_shipment_without_shipping_refund";

    public override string Description =>
        "Of the conversations in which a customer who gave an e-mail was told about an order past its promised date, whose shipping "
        + "they had paid for: the shipping cost was not refunded.";

    public override bool? Found(ConversationTrace trace)
    {
        var late = Owed(trace);
        return late.Count == 0 ? null : late.Any(id => !trace.Refunds.Any(r => r.Is("order_id", id)));
    }

    /// <summary>The customer's own late orders whose shipping they paid for.</summary>
    public static IReadOnlyList<string> Owed(ConversationTrace trace) =>
        trace.CustomerGaveEmail ? [.. trace.OrdersInQuestion.Where(id => IsOwnLateOrder(trace, id))] : [];

    private static bool IsOwnLateOrder(ConversationTrace trace, string id)
    {
        var order = trace.Order(id);
        // Where the agent never looked the cost up, it cannot have known that there was none.
        var paid = order?.Amount("shipping_cost") is not { } cost || cost > 0;
        var known = order?.Text("customer_id") is not { } owner || trace.CustomerNamedEmailOf(owner) || !LookedUpAnyone(trace);
        return paid && known && (ReportedLate(trace, id) || (order is { } row && PastPromise(row, trace.Now)));
    }

    private static bool LookedUpAnyone(ConversationTrace trace) =>
        trace.Calls.Any(c => c is { Name: "lookup_customer_by_email", Succeeded: true });

    private static bool ReportedLate(ConversationTrace trace, string id) =>
        trace.Calls.Any(c => c is { Name: "check_shipping_status", Succeeded: true } && c.OrderId == id && c.Result.IsTrue("late"));

    private static bool PastPromise(JsonElement order, DateTimeOffset now) =>
        order.Is("status", "shipped") && order.Time("promised_by") < now;
}
