namespace Evergreen.Insights.Checks;

/// <summary>Money left the shop twice for one reason, or more of it than came in.</summary>
internal sealed class PaidTwice : ConversationCheck
{
    public override string Name => "paid_twice";

    public override string Description =>
        "Of the conversations in which a refund was granted: an order was refunded twice for the same reason, or more was refunded "
        + "than the order cost.";

    public override bool? Found(ConversationTrace trace) => trace.Refunds.Count == 0
        ? null
        : trace.Refunds.GroupBy(r => r.Text("order_id")).Any(refunds =>
            refunds.CountBy(r => r.Text("kind") ?? "").Any(kind => kind.Value > 1)
            || (refunds.Key is { } id && refunds.Sum(r => r.Amount("amount")) > trace.Order(id)?.Amount("total")));
}
