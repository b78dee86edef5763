using System.Text.Json;
using System.Text.RegularExpressions;

namespace Evergreen.Insights.Checks;

/// <summary>A discount that was forgotten on the bill is treated as if it were a return.</summary>
internal sealed partial class PromoTiedToDelivery : ConversationCheck
{
    public override string Name => "promo_tied_to_delivery";

    public override string Description =>
        "Of the conversations in which a customer who gave an e-mail missed a discount that was due on the order: the discount was "
        + "not refunded, and the agent checked the order's return, asked for another kind of refund that its status forbids, or "
        + "told the customer to wait for the delivery.";

    public override bool? Found(ConversationTrace trace)
    {
        var orders = Owed(trace);
        return orders.Count == 0 ? null : orders.Any(id => !Corrected(trace, id) && Tied(trace, id));
    }

    /// <summary>Orders whose customer misses a discount, and rightly.</summary>
    public static IReadOnlyList<string> Owed(ConversationTrace trace) =>
        Complaint().IsMatch(trace.CustomerText) && trace.CustomerGaveEmail
            ? [.. trace.OrdersInQuestion.Where(id => trace.Order(id) is { } order && MissingDiscount(order) > 0)]
            : [];

    /// <summary>What should have been taken off an order and was not.</summary>
    public static decimal MissingDiscount(JsonElement order) =>
        (order.Amount("promo_discount_due") ?? 0) - (order.Amount("discount") ?? 0);

    private static bool Corrected(ConversationTrace trace, string order) =>
        trace.Refunds.Any(r => r.Is("order_id", order) && (r.Is("kind", "promo") || r.Is("kind", "full")));

    private static bool Tied(ConversationTrace trace, string order) =>
        trace.Calls.Any(c => c.OrderId == order
            && (c.Name == "check_return_eligibility" || (c.Name == "process_refund" && c.Record.ErrorCode == "INVALID_ORDER_STATUS")))
        || trace.Turns.Any(t => Waiting().IsMatch(t.Agent));

    [GeneratedRegex(@"\b(promo|discount|coupon|voucher|code)\w*|\b[A-Z]{3,}\d{2}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();

    [GeneratedRegex(@"\b(once|until|when|after|before)\b[^.?!\n]*\b(deliver|arriv|return|receiv)", RegexOptions.IgnoreCase)]
    private static partial Regex Waiting();
}
