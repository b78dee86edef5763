using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>Where an order is, why it is late, and what becomes of one that never came.</summary>
internal sealed class DeliveryPlaybook(Desk desk, OrderFinder orders, Actions actions)
{
    public Plan Track(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (!order.Is("shipped") && !IsSplit(order))
        {
            return Standing(order);
        }

        return Shipping(concern, order, out var news) ?? (IsLate(order, news) ? Overdue(concern, order, news) : Whereabouts(concern, "track.under_way", order, news));
    }

    public Plan Late(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (!order.Is("shipped") && !IsSplit(order))
        {
            return Standing(order);
        }

        return Shipping(concern, order, out var news) ?? (IsLate(order, news) ? Overdue(concern, order, news) : Whereabouts(concern, "late.not_yet", order, news));
    }

    /// <summary>The order has missed its date, whether the customer complains of that or only asks where it is.</summary>
    private Plan Overdue(Concern concern, OrderRow order, ShippingNews? news)
    {
        if (!desk.Policy.Says(PolicyLine.RefundsLateShipping) || order.ShippingCost is not > 0)
        {
            return Whereabouts(concern,
                !concern.Wants(Wishes.Refund) ? "late.sorry" : order.ShippingCost is 0 ? "late.shipping_was_free" : "late.no_refund_yet", order, news);
        }

        if (desk.Evidence.Refund(order.Id, "shipping") is { Succeeded: true } made && made.Turn < desk.Conversation.LatestTurn)
        {
            return Whereabouts(concern, "late.sorry", order, news);
        }

        if (desk.NeedCustomer(concern, out var customer) is { } who)
        {
            return desk.Email is null ? Whereabouts(concern, "late.ask_email", order, news) : who;
        }

        return actions.Refund(concern, order, customer, "shipping", null, out var answer)
            ?? (answer.Succeeded ? WithWhereabouts(actions.Granted("late.refunded", order, answer), order, news) : actions.Refused(concern, order, answer));
    }

    public Plan NotReceived(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (order.Is("shipped") || IsSplit(order))
        {
            return Late(concern);
        }

        if (!order.Is("delivered"))
        {
            return Standing(order);
        }

        ShippingNews? news = null;
        if (desk.Policy.Says(PolicyLine.EscalatesLast) && Shipping(concern, order, out news) is { } checking)
        {
            return checking;
        }

        var again = concern.Carried && concern.Wants(Wishes.Refund) && desk.Evidence.Last(ToolNames.EscalateToHuman)?.Turn < desk.Conversation.LatestTurn;
        return desk.Escalate(concern, "not_received", again ? "not_received.refund_with_colleague" : "not_received.handed_over",
            ("order", order.Id), ("scan", news?.LastScan), ("delivered", order.DeliveredAt is { } day ? Say.Day(day) : null));
    }

    /// <summary>Asks the carrier. When it cannot be had, the order's own row must do, unless a human is the policy's answer.</summary>
    private Plan? Shipping(Concern concern, OrderRow order, out ShippingNews? news)
    {
        var plan = desk.NeedShipping(concern, order, out news);
        var rowWillDo = plan is not null && concern.Intent == Intent.Track && desk.Policy.Says(PolicyLine.EscalatesLast)
            && plan.Speaks("trouble.handed_over", ToolNames.EscalateToHuman);
        return rowWillDo ? Whereabouts(concern, "track.carrier_down", order, null) : plan;
    }

    private static Plan Standing(OrderRow order) => Plan.Say(Phrasebook.Agent.Has($"track.{order.Status}") ? $"track.{order.Status}" : "track.other",
        ("order", order.Id),
        ("items", order.ItemList),
        ("status", Phrasebook.Agent.Name(order.Status)),
        ("delivered", order.DeliveredAt is { } delivered ? Say.Day(delivered) : null),
        ("promised", order.PromisedBy is { } promised ? Say.Day(promised) : null));

    /// <summary>What was told in an earlier turn is only brought up to date.</summary>
    private Plan Whereabouts(Concern concern, string phrase, OrderRow order, ShippingNews? news)
    {
        var told = concern.Carried && desk.Evidence.Last(ToolNames.CheckShippingStatus, "order_id", order.Id)?.Turn < desk.Conversation.LatestTurn;
        return Plan.Say(told && Phrasebook.Agent.Has(phrase + ".again") ? phrase + ".again" : phrase, Slots(order, news));
    }

    private bool IsLate(OrderRow order, ShippingNews? news) => news?.IsLate ?? order.PromisedBy < desk.Policy.Today;

    private static Plan WithWhereabouts(Plan plan, OrderRow order, ShippingNews? news) => plan.With(Slots(order, news));

    private static (string, string?)[] Slots(OrderRow order, ShippingNews? news)
    {
        // Of a split order, the part that is still under way is what the customer asks about.
        var part = (news?.Items ?? order.Items).FirstOrDefault(item => item.Status is not null && item.Status != "delivered" && item.TrackingNumber is not null);
        return
        [
            ("order", order.Id),
            ("items", part?.Name ?? order.ItemList),
            ("carrier", news?.Carrier ?? order.Carrier),
            ("tracking", part?.TrackingNumber ?? news?.TrackingNumber ?? order.TrackingNumber),
            ("promised", (part?.PromisedBy ?? news?.PromisedBy ?? order.PromisedBy) is { } promised ? Say.Day(promised) : null),
            ("scan", news?.LastScan),
            ("days_late", news?.DaysLate is > 0 and { } late ? Plural.Of(late, "day") : null),
        ];
    }

    private static bool IsSplit(OrderRow order) =>
        order.Is("delivered") && order.Items.Any(item => item.Status is not null && item.Status != "delivered" && item.TrackingNumber is not null);
}
