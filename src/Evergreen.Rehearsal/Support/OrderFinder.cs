using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>Finds the order a concern is about: by its number, or among the account's orders.</summary>
internal sealed class OrderFinder(Desk desk)
{
    private const int MaxListed = 6;

    /// <summary>The order's row and, when an e-mail is known, its owner's.</summary>
    public Plan? Need(Concern concern, out OrderRow order)
    {
        order = null!;
        if (concern.OrderId is not { } id)
        {
            return NeedByAccount(concern, out order);
        }

        if (desk.Evidence.Order(id) is { } known)
        {
            order = known;
            return NeedOwnership(concern, order);
        }

        var lookup = desk.Evidence.Last(ToolNames.LookupOrder, "order_id", id);
        if (lookup is null)
        {
            return Open(id);
        }

        return desk.Trouble(concern, lookup) ?? NotFound(concern, id, out order);
    }

    /// <summary>Opens the order, and the account beside it when its e-mail is already known.</summary>
    private Plan Open(string id)
    {
        var order = desk.Planned(ToolNames.LookupOrder, ("order_id", id));
        var customer = desk.Email is { } email && desk.Evidence.Last(ToolNames.LookupCustomerByEmail, "email", email) is null
            ? desk.Planned(ToolNames.LookupCustomerByEmail, ("email", email))
            : null;
        return (order, customer) switch
        {
            (null, _) => Plan.Say("no_tool"),
            (_, null) => Plan.Call(order),
            _ when desk.Tools.AllowsParallelCalls => Plan.Call(order, customer).Or(Plan.Call(customer), 2).Or(Plan.Call(order), 2),
            _ => Plan.Call(order),
        };
    }

    /// <summary>What belongs to another account is neither told nor touched.</summary>
    private Plan? NeedOwnership(Concern concern, OrderRow order)
    {
        if (desk.Email is null || order.CustomerId is null)
        {
            return null;
        }

        return desk.NeedCustomer(concern, out var customer) is { } missing
            ? missing
            : customer.Id == order.CustomerId ? null : Plan.Say("order.not_yours", ("order", order.Id), ("email", desk.Email));
    }

    private Plan? NeedByAccount(Concern concern, out OrderRow order)
    {
        order = null!;
        if (desk.Email is null)
        {
            return Plan.Say(concern.Carried ? "ask.order_or_email_again" : "ask.order_or_email",
                ("matter", desk.Conversation.Spoken.Count == 0 ? Phrasebook.Agent.Name(concern.Intent.ToString()) : null));
        }

        if (NeedOrders(concern, out var orders) is { } missing)
        {
            return missing;
        }

        var candidates = Likely(concern, [.. orders.Where(candidate => candidate.Id != concern.NotOrderId)]);
        if (candidates.Count == 1)
        {
            order = candidates[0];
            return null;
        }

        return candidates.Count == 0 ? Plan.Say("account.no_orders", ("order", concern.NotOrderId)) : Plan.Say("ask.which_order", ("orders", Listed(candidates)));
    }

    private Plan? NeedOrders(Concern concern, out IReadOnlyList<OrderRow> orders)
    {
        orders = [];
        if (desk.NeedCustomer(concern, out var customer) is { } missing)
        {
            return missing;
        }

        if (desk.Evidence.OrdersOf(customer.Id) is { } listed)
        {
            orders = listed;
            return null;
        }

        return desk.Evidence.Last(ToolNames.LookupCustomerOrders, "customer_id", customer.Id) is { } call
            ? desk.Trouble(concern, call)
            : desk.Call(ToolNames.LookupCustomerOrders, ("customer_id", customer.Id));
    }

    /// <summary>The number is not in the system. Whether that is the end of it is for the policy to say.</summary>
    private Plan? NotFound(Concern concern, string id, out OrderRow order)
    {
        order = null!;
        var policy = desk.Policy;
        var looksUp = policy.Says(PolicyLine.LooksUpAccountWhenNotFound);
        var suggests = policy.Says(PolicyLine.SuggestsCloseNumbersWhenNotFound);
        if (!looksUp && !suggests)
        {
            return Plan.Say(policy.Says(PolicyLine.AsksWhenNotFound) ? "order.not_found.ask" : "order.not_found", ("order", id));
        }

        if (desk.Email is null)
        {
            return Plan.Say(concern.Carried ? "order.not_found.ask_email_again" : "order.not_found.ask_email", ("order", id))
                .Or(Plan.Say("order.not_found.ask", ("order", id)), 2);
        }

        if (NeedOrders(concern, out var orders) is { } missing)
        {
            return missing;
        }

        if (orders.Count == 0)
        {
            return Plan.Say("order.not_found.no_orders", ("order", id));
        }

        var close = suggests ? orders.Where(candidate => CloseNumbers.AreClose(candidate.Id, id)).ToList() : [];
        var likely = close.Count == 1 ? close : Likely(concern, orders);
        var proposed = likely.Count == 1 && concern.Carried && desk.Conversation.Spoken is [.., var last] && last.Contains(likely[0].Id, StringComparison.Ordinal);
        if (likely.Count == 1 && (concern.Confirmed || (proposed && !desk.Conversation.Latest!.Has(Intent.Decline))))
        {
            order = likely[0];
            return null;
        }

        return likely.Count == 1
            ? Plan.Say("order.not_found.close", ("order", id), ("candidate", likely[0].Id), ("items", likely[0].ItemList), ("status", Phrasebook.Agent.Name(likely[0].Status)))
            : Plan.Say("order.not_found.list", ("order", id), ("orders", Listed(orders)));
    }

    /// <summary>Orders that fit what was said: the product named, else the state an order must be in for such a concern.</summary>
    private List<OrderRow> Likely(Concern concern, IReadOnlyList<OrderRow> orders)
    {
        var meant = desk.ProductNames.MeantBy(concern.Story);
        var byProduct = orders.Where(order => order.Items.Any(item => item.Sku is { } sku && meant.Contains(sku))).ToList();
        var pool = byProduct.Count > 0 ? byProduct : [.. orders];
        var byState = pool.Where(order => Fits(order, concern)).ToList();
        return byState.Count > 0 ? byState : pool;
    }

    private static bool Fits(OrderRow order, Concern concern) => concern.Intent switch
    {
        Intent.Track or Intent.Late => order.Is("shipped") || (order.Is("processing") && concern.Intent == Intent.Track),
        Intent.Cancel => order.Is("processing"),
        Intent.CancelledOrder => order.Is("cancelled") || order.Is("refunded"),
        Intent.RefundStatus => order.Is("cancelled") || order.Is("refunded")
            || (order.Is("return_in_progress") && !concern.Said.SpeaksOf(Concept.Cancel)),
        Intent.MissingPromo => order.PromoCode is not null || order.DiscountDue > 0,
        Intent.ShippingCharge => order.ShippingCost > 0,
        Intent.PaymentStatus => true,
        Intent.PaymentPending => order.PaymentStatus == "pending",
        Intent.MissingItem => order.Is("delivered") && (order.Items.Count > 1 || !concern.Said.SpeaksOf(Concept.Product)),
        _ => order.Is("delivered"),
    };

    private static string Listed(IReadOnlyList<OrderRow> orders) =>
        string.Join("; ", orders.Take(MaxListed).Select(order => $"{order.Id} ({order.ItemList}, {Phrasebook.Agent.Name(order.Status)})"));
}
