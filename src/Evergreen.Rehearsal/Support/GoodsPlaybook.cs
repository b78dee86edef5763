using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>What came and should not stay as it is: broken, wrong, incomplete, unwanted.</summary>
internal sealed class GoodsPlaybook(Desk desk, OrderFinder orders, Actions actions)
{
    private readonly OrderItems _items = new(desk);

    public Plan Problem(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (!order.Is("delivered"))
        {
            return NotHereYet(concern, order);
        }

        if (concern.Wants(Wishes.Refund))
        {
            return concern.Wants(Wishes.Return) ? ReturnAndRefund(concern, order) : MadeGood(concern, order);
        }

        if (concern.Wants(Wishes.Return))
        {
            return SendBack(concern, order);
        }

        if (concern.Wants(Wishes.Exchange))
        {
            return Exchange(concern);
        }

        return concern.Wants(Wishes.Replacement)
            ? desk.NeedCustomer(concern, out _) ?? desk.Escalate(concern, "replacement", "problem.replacement_arranged", ("order", order.Id), ("items", order.ItemList))
            : Undecided(concern) ?? Plan.Say("problem.offer", ("order", order.Id), ("items", order.ItemList), ("problem", Phrasebook.Agent.Name(concern.Intent.ToString())));
    }

    /// <summary>A choice that was offered twice and not made is not offered a third time.</summary>
    private Plan? Undecided(Concern concern) =>
        concern.Carried && desk.Conversation.Spoken.Count(reply => reply.Contains("a replacement", StringComparison.Ordinal)) >= 2
            ? desk.Escalate(concern, "undecided", "problem.handed_over")
            : null;

    public Plan MissingItem(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (order.Items.FirstOrDefault(OrderItems.IsUnderWay) is { } underWay)
        {
            return Plan.Say("missing.own_shipment",
                ("order", order.Id), ("item", underWay.Name), ("tracking", underWay.TrackingNumber), ("status", underWay.Status),
                ("promised", underWay.PromisedBy is { } day ? Say.Day(day) : null));
        }

        if (!order.Is("delivered"))
        {
            return NotHereYet(concern, order);
        }

        if (concern.Wants(Wishes.Refund | Wishes.Return))
        {
            return ReturnAndRefund(concern, order);
        }

        var meant = desk.ProductNames.MeantBy(concern.Story);
        var absent = order.Items.Where(item => item.Sku is { } sku && meant.Contains(sku)).ToList();
        if (absent.Count > 1)
        {
            absent = [.. absent.Where(item => _items.IsCalledMissing(item, concern))];
        }

        if (absent.Count != 1)
        {
            return Plan.Say("missing.which", ("order", order.Id), ("items", order.ItemList));
        }

        if (concern.Wants(Wishes.Refund) && absent[0].Price is { } price)
        {
            return actions.PayBack(concern, order, "full", price, "missing.refunded");
        }

        return desk.Escalate(concern, "missing_item", "missing.handed_over", ("order", order.Id), ("item", absent[0].Name));
    }

    /// <summary>Whether the customer now speaks of another item than the one something was done about.</summary>
    public bool IsAboutAnotherItem(Concern concern) =>
        concern.OrderId is { } id && desk.Evidence.Order(id) is { } order && _items.Single(concern, order) is { } item
        && IsAfterAnother(concern, order, item);

    public Plan SendBack(Concern concern) => orders.Need(concern, out var order) ?? (order.Is("delivered") || order.Is("return_in_progress")
        ? concern.Wants(Wishes.Refund) ? ReturnAndRefund(concern, order) : SendBack(concern, order)
        : NotHereYet(concern, order));

    /// <summary>Money for goods that are fine: they have to come back for it.</summary>
    public Plan Refund(Concern concern) => orders.Need(concern, out var order) ?? (order.Is("delivered")
        ? ReturnAndRefund(concern, order)
        : order.Is("cancelled") || order.Is("return_in_progress") ? actions.PayBack(concern, order, "full", null, "refund.done") : NotHereYet(concern, order));

    /// <summary>How long an order can still go back. Asking is not returning it.</summary>
    public Plan ReturnTime(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        return order.Is("delivered")
            ? Eligibility(concern, order) ?? Plan.Say("return.time_left", ("order", order.Id), ("days", desk.Policy.ReturnDays), ("left",
                desk.Evidence.Last(ToolNames.CheckReturnEligibility, "order_id", order.Id)?.Result?.Body.Number("days_remaining") is { } left ? Plural.Of((int)left, "day") : null))
            : NotHereYet(concern, order);
    }

    public Plan Exchange(Concern concern)
    {
        if (orders.Need(concern, out var order) is { } missing)
        {
            return missing;
        }

        if (!order.Is("delivered"))
        {
            return NotHereYet(concern, order);
        }

        var item = order.Items.Count == 1 ? order.Items[0]
            : order.Items.FirstOrDefault(i => i.Sku is { } sku && desk.ProductNames.MeantBy(concern.Story).Contains(sku));
        if (item?.Sku is not { } wanted)
        {
            return Plan.Say("exchange.which_item", ("order", order.Id), ("items", order.ItemList));
        }

        if (desk.Evidence.Last(ToolNames.LookupProduct, "sku", wanted) is not { } lookup)
        {
            return desk.Call(ToolNames.LookupProduct, ("sku", wanted));
        }

        if (desk.Trouble(concern, lookup) is { } trouble)
        {
            return trouble;
        }

        // Somebody who got the wrong thing wants the one they ordered.
        var stock = concern.Intent == Intent.WrongItem
            ? StockQuestion.OfSame(desk.Evidence.Product(wanted), item)
            : StockQuestion.Of(desk.Evidence.Product(wanted), concern.Story, item);
        return stock.Answer switch
        {
            StockAnswer.NotAsked => Plan.Say("exchange.which_variant", ("item", item.Name), ("variants", stock.Available)),
            StockAnswer.OutOfStock => Plan.Say("exchange.out_of_stock", ("item", item.Name), ("variant", stock.Variant), ("variants", stock.Available)),
            _ => Eligibility(concern, order)
                ?? desk.NeedCustomer(concern, out var customer)
                ?? actions.Return(concern, order, customer, Actions.ReasonForExchange(stock.Variant), out var answer)
                ?? (answer.Succeeded ? Returned("exchange.started", order, answer).With([("variant", stock.Variant), ("item", item.Name)]) : actions.Refused(concern, order, answer)),
        };
    }

    private Plan SendBack(Concern concern, OrderRow order)
    {
        var item = _items.Single(concern, order);
        return NotPossibleFor(concern, order, item)
            ?? Eligibility(concern, order)
            ?? desk.NeedCustomer(concern, out var customer)
            ?? actions.Return(concern, order, customer, Actions.ReasonFor(concern, item), out var answer)
            ?? (answer.Succeeded ? Returned(item is null ? "return.started" : "item.return_started", order, answer).With([("item", item?.Name)])
                : actions.Refused(concern, order, answer));
    }

    /// <summary>Money for what came broken or wrong: for the order, or for the one item it is about.</summary>
    private Plan MadeGood(Concern concern, OrderRow order)
    {
        var item = _items.Single(concern, order);
        return NotPossibleFor(concern, order, item)
            ?? actions.PayBack(concern, order, "full", item?.Price, item is null ? "problem.refunded" : "item.refunded").With([("item", item?.Name)]);
    }

    /// <summary>
    /// Why nothing can be done about a single item: it has not come yet, or another part was dealt with before, or what was paid
    /// for it is not known. Null when there is no reason, or no single item.
    /// </summary>
    private Plan? NotPossibleFor(Concern concern, OrderRow order, ItemRow? item)
    {
        if (item is null)
        {
            return null;
        }

        if (OrderItems.IsUnderWay(item))
        {
            return Plan.Say("item.not_here", ("order", order.Id), ("item", item.Name), ("status", item.Status), ("tracking", item.TrackingNumber),
                ("promised", item.PromisedBy is { } day ? Say.Day(day) : null), ("days", desk.Policy.ReturnDays));
        }

        return IsAfterAnother(concern, order, item) || (concern.Wants(Wishes.Refund) && (item.Price is null || order.Discount > 0))
            ? desk.NeedCustomer(concern, out _) ?? desk.Escalate(concern, "by_hand", "item.by_hand", ("order", order.Id), ("item", item.Name))
            : null;
    }

    /// <summary>Whether another item of the order was sent back or paid back before this one.</summary>
    private bool IsAfterAnother(Concern concern, OrderRow order, ItemRow item) =>
        (desk.Evidence.Refund(order.Id, "full") is { Succeeded: true } money && money.Amount("amount") is { } amount && amount != item.Price)
        || (desk.Evidence.Last(ToolNames.InitiateReturn, "order_id", order.Id) is { Succeeded: true } goesBack
            && order.Items.Any(other => other != item && goesBack.Argument("reason") == Actions.ReasonFor(concern, other)));

    private Plan ReturnAndRefund(Concern concern, OrderRow order)
    {
        var item = _items.Single(concern, order);
        if (NotPossibleFor(concern, order, item) is { } notPossible)
        {
            return notPossible;
        }

        if (Eligibility(concern, order) is { } notEligible)
        {
            return notEligible;
        }

        if (desk.NeedCustomer(concern, out var customer) is { } who)
        {
            return who;
        }

        var reason = Actions.ReasonFor(concern, item);
        var together = desk.Policy.Says(PolicyLine.ReturnsAndRefundsTogether);
        if (together && actions.Both(concern, order, customer, reason, item?.Price) is { } both)
        {
            return both;
        }

        // Money first is the plain reading of "I want my money back", and the order that the shop cannot follow.
        ToolResult money, goesBack;
        var waiting = together
            ? actions.Return(concern, order, customer, reason, out goesBack) ?? actions.Refund(concern, order, customer, "full", item?.Price, out money)
            : actions.Refund(concern, order, customer, "full", item?.Price, out money) ?? actions.Return(concern, order, customer, reason, out goesBack);
        if (waiting is not null)
        {
            return waiting;
        }

        money = desk.Evidence.Refund(order.Id, "full")!.Result!;
        goesBack = desk.Evidence.Last(ToolNames.InitiateReturn, "order_id", order.Id)!.Result!;
        return (money.Succeeded, goesBack.Succeeded) switch
        {
            (true, true) => actions.Granted(item is null ? "both.done" : "item.both_done", order, money).With([("item", item?.Name), ("label", goesBack.Body.Text("label_number", "label")), ("return", goesBack.Body.Text("return_id", "id"))]),
            (true, false) when goesBack.Code == "INVALID_ORDER_STATUS" => actions.Granted("both.only_refund", order, money),
            (true, false) => desk.Escalate(concern, "return_refused", "both.refund_and_ticket",
                ("order", order.Id), ("reason", goesBack.Message), ("refund_time", desk.Policy.RefundTime), ("amount", money.Body.Number("amount") is { } paid ? Say.Money(paid) : null)),
            (false, true) => Returned("both.only_return", order, goesBack),
            _ => actions.Refused(concern, order, goesBack),
        };
    }

    /// <summary>Null when the order can go back, or when nobody can say whether it can.</summary>
    private Plan? Eligibility(Concern concern, OrderRow order)
    {
        if (!desk.Tools.Has(ToolNames.CheckReturnEligibility)
            || desk.Evidence.Last(ToolNames.InitiateReturn, "order_id", order.Id) is not null
            || desk.Evidence.Refund(order.Id, "full") is not null)
        {
            return null;
        }

        if (desk.Evidence.Last(ToolNames.CheckReturnEligibility, "order_id", order.Id) is not { } check)
        {
            return desk.Call(ToolNames.CheckReturnEligibility, ("order_id", order.Id));
        }

        if (desk.Trouble(concern, check) is { } trouble)
        {
            return trouble;
        }

        if (check.Result?.Body.Flag("eligible") is not false)
        {
            return null;
        }

        if (concern.Intent == Intent.Damaged && order.Is("delivered"))
        {
            // What is faulty is made good even when it is too late to send it back.
            return concern.Wants(Wishes.Refund) ? MadeGood(concern, order)
                : Undecided(concern) ?? Plan.Say("problem.offer_without_return", ("order", order.Id), ("reason", check.Result.Body.Text("reason")));
        }

        return Plan.Say(order.Is("return_in_progress") ? "return.exists" : "return.not_eligible",
            ("order", order.Id), ("days", desk.Policy.ReturnDays), ("reason", check.Result.Body.Text("reason")));
    }

    private Plan Returned(string phrase, OrderRow order, ToolResult answer) => Plan.Say(phrase,
        ("order", order.Id), ("items", order.ItemList), ("label", answer.Body.Text("label_number", "label")),
        ("return", answer.Body.Text("return_id", "id")), ("refund_time", desk.Policy.RefundTime));

    private Plan NotHereYet(Concern concern, OrderRow order) => order.Status switch
    {
        "return_in_progress" => Plan.Say("return.exists", ("order", order.Id)),
        "refunded" => Plan.Say("refund_status.on_its_way", ("order", order.Id), ("refund_time", desk.Policy.RefundTime)),
        _ => Plan.Say(concern.Wants(Wishes.Refund) ? "refund.not_refundable" : "return.not_delivered",
            ("order", order.Id), ("status", Phrasebook.Agent.Name(order.Status)), ("days", desk.Policy.ReturnDays)),
    };
}
