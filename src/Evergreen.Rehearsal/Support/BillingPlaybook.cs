using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>Charges that should not be there, discounts that should, and money that has not come back.</summary>
internal sealed class BillingPlaybook(Desk desk, OrderFinder orders, Actions actions, DeliveryPlaybook delivery)
{
    public Plan MissingPromo(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (order.Discount is > 0 and { } discount)
        {
            return Plan.Say("promo.was_applied", ("order", order.Id), ("amount", Say.Money(discount)), ("code", order.PromoCode));
        }

        if (order.PromoCode is null && order.DiscountDue is null or 0)
        {
            return Plan.Say("promo.none_on_order", ("order", order.Id));
        }

        if (!desk.Policy.Says(PolicyLine.RefundsMissingPromo))
        {
            return TiedToReturn(concern, order);
        }

        return desk.NeedCustomer(concern, out var customer)
            ?? actions.Refund(concern, order, customer, "promo", null, out var answer)
            ?? (answer.Succeeded ? actions.Granted("promo.refunded", order, answer).With([("code", order.PromoCode)]) : actions.Refused(concern, order, answer));
    }

    /// <summary>Without a word on promo codes, a refund is a refund: it hangs on the order's delivery and return.</summary>
    private Plan TiedToReturn(Concern concern, OrderRow order)
    {
        if (desk.Tools.Has(ToolNames.CheckReturnEligibility))
        {
            var check = desk.Evidence.Last(ToolNames.CheckReturnEligibility, "order_id", order.Id);
            if (check is null)
            {
                return desk.Call(ToolNames.CheckReturnEligibility, ("order_id", order.Id));
            }

            if (desk.Trouble(concern, check) is { } trouble)
            {
                return trouble;
            }
        }

        return Plan.Say(order.Is("delivered") ? "promo.needs_return" : "promo.after_delivery",
            ("order", order.Id), ("code", order.PromoCode), ("status", Phrasebook.Agent.Name(order.Status)));
    }

    public Plan ShippingCharge(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (order.ShippingCost is not > 0)
        {
            return Plan.Say("shipping_charge.none", ("order", order.Id));
        }

        var cost = Say.Money(order.ShippingCost.Value);
        var free = order.ShippingMethod == "standard" && order.Total - order.ShippingCost > desk.Policy.FreeShippingOver;
        if (!free && order.Is("shipped"))
        {
            // The charge itself is right; whether the service was worth it is a matter of when the parcel comes.
            return delivery.Late(concern with { Wishes = concern.Wishes | Wishes.Refund });
        }

        if (!free)
        {
            return Plan.Say("shipping_charge.right", ("order", order.Id), ("amount", cost), ("method", order.ShippingMethod),
                ("terms", order.ShippingMethod is { } method ? desk.Policy.Shipping.GetValueOrDefault(method) : null));
        }

        return actions.PayBack(concern, order, "shipping", null, "shipping_charge.refunded");
    }

    public Plan DuplicateCharge(Concern concern)
    {
        if (desk.Email is null)
        {
            return concern.OrderId is { } id && desk.Evidence.Order(id) is null ? orders.Need(concern, out _)! : Plan.Say("duplicate.ask_email");
        }

        if (desk.NeedCustomer(concern, out var customer) is { } who)
        {
            return who;
        }

        if (desk.Evidence.OrdersOf(customer.Id) is not { } listed)
        {
            return desk.Evidence.Last(ToolNames.LookupCustomerOrders, "customer_id", customer.Id) is { } call
                ? desk.Trouble(concern, call)!
                : desk.Call(ToolNames.LookupCustomerOrders, ("customer_id", customer.Id));
        }

        if (Twins(listed) is not var (first, second))
        {
            return Plan.Say("duplicate.none_found", ("orders", string.Join(", ", listed.Select(order => order.Id))));
        }

        return actions.Refund(concern, second, customer, "full", null, out var answer)
            ?? (answer.Succeeded ? actions.Granted("duplicate.refunded", second, answer).With([("twin", first.Id)]) : actions.Refused(concern, second, answer));
    }

    public Plan RefundStatus(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (order.Is("refunded"))
        {
            return Plan.Say("refund_status.on_its_way", ("order", order.Id), ("refund_time", desk.Policy.RefundTime));
        }

        if (!order.Is("return_in_progress") && !order.Is("cancelled"))
        {
            return Plan.Say("refund_status.none", ("order", order.Id), ("status", Phrasebook.Agent.Name(order.Status)));
        }

        if (desk.Declines(concern))
        {
            return Plan.Say("left_as_is", ("order", order.Id));
        }

        if (AsksOnlyWhen(concern) && desk.Evidence.Refund(order.Id, "full") is null)
        {
            return Plan.Say("refund_status.not_yet", ("order", order.Id), ("status", Phrasebook.Agent.Name(order.Status)), ("amount", order.Amount),
                ("method", order.PaymentMethod), ("refund_time", desk.Policy.RefundTime));
        }

        return actions.PayBack(concern, order, "full", null, "refund_status.started");
    }

    /// <summary>How the payment of an order stands, by the order's own row. Nothing is done about it unless the customer says so.</summary>
    public Plan PaymentStatus(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (order.PaymentStatus is "pending" && concern.Confirmed)
        {
            return PaymentPending(concern);
        }

        var phrase = order.PaymentStatus is "pending" ? "payment.pending"
            : order.IsPaid && !order.Is("cancelled") && !order.Is("refunded") ? "payment.settled" : "payment.other";
        return Plan.Say(phrase, ("order", order.Id), ("payment", order.PaymentStatus), ("method", order.PaymentMethod),
            ("amount", order.Amount), ("status", Phrasebook.Agent.Name(order.Status)));
    }

    public Plan PaymentPending(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (order.PaymentStatus is not "pending")
        {
            return Plan.Say("payment.settled", ("order", order.Id), ("payment", order.PaymentStatus));
        }

        var handOver = desk.Escalate(concern, "payment_pending", "payment.handed_over", ("order", order.Id), ("method", order.PaymentMethod));
        return desk.Policy.Says(PolicyLine.EscalatesLast) && !concern.Carried
            ? Plan.Say("payment.pending", ("order", order.Id), ("method", order.PaymentMethod), ("status", Phrasebook.Agent.Name(order.Status))).Or(handOver, 0.4)
            : handOver;
    }

    /// <summary>A question about the day, from somebody who neither waits nor has told the agent to go ahead, orders no refund.</summary>
    private static bool AsksOnlyWhen(Concern concern) =>
        !concern.Confirmed && concern.Said.Has(Intent.AskWhen) && !concern.Said.SpeaksOf(Concept.Waiting);

    /// <summary>The first two orders with the same items and total, the earlier one first.</summary>
    private static (OrderRow First, OrderRow Second)? Twins(IReadOnlyList<OrderRow> listed)
    {
        foreach (var one in listed)
        {
            foreach (var other in listed)
            {
                if (one != other && one.Total == other.Total && one.ItemList == other.ItemList && one.PlacedAt <= other.PlacedAt
                    && string.CompareOrdinal(one.Id, other.Id) < 0 && !one.Is("refunded") && !other.Is("refunded"))
                {
                    return (one, other);
                }
            }
        }

        return null;
    }
}
