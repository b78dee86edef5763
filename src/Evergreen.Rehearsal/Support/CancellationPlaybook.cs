using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>Orders that are to be cancelled, and orders that were.</summary>
internal sealed class CancellationPlaybook(Desk desk, OrderFinder orders, Actions actions)
{
    public Plan Cancel(Concern concern) => orders.Need(concern, out var order) ?? Cancel(concern, order);

    /// <summary>How a cancelled order stands. Its money is sent back when the customer asks for that.</summary>
    public Plan Cancelled(Concern concern) => orders.Need(concern, out var order) ?? order.Status switch
    {
        "cancelled" or "processing" when desk.Declines(concern) => Plan.Say("left_as_is", ("order", order.Id)),
        "cancelled" when concern.Confirmed || concern.Wants(Wishes.Refund) => actions.PayBack(concern, order, "full", null, "refund.done"),
        "cancelled" => Plan.Say("cancelled.standing", ("order", order.Id), ("items", order.ItemList),
            ("payment", order.PaymentStatus), ("method", order.PaymentMethod), ("amount", order.IsPaid ? order.Amount : null)),
        "processing" when concern.Confirmed => Cancel(concern, order),
        "refunded" => Plan.Say("refund_status.on_its_way", ("order", order.Id), ("refund_time", desk.Policy.RefundTime)),
        _ => Plan.Say(order.Is("processing") ? "cancelled.not_yet" : "cancelled.not",
            ("order", order.Id), ("items", order.ItemList), ("status", Phrasebook.Agent.Name(order.Status))),
    };

    private Plan Cancel(Concern concern, OrderRow order) => order.Status switch
    {
        "processing" => desk.NeedCustomer(concern, out _) ?? desk.Escalate(concern, "cancel", "cancel.handed_over", ("order", order.Id)),
        "cancelled" or "refunded" => Plan.Say("cancel.already", ("order", order.Id), ("status", Phrasebook.Agent.Name(order.Status))),
        _ => Plan.Say("cancel.too_late", ("order", order.Id), ("status", Phrasebook.Agent.Name(order.Status)), ("days", desk.Policy.ReturnDays)),
    };
}
