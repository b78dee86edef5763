using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>Refunds and returns: asks the shop, and says what it answered.</summary>
internal sealed class Actions(Desk desk)
{
    /// <summary>How much worse it is to ask first than to do what the customer came for.</summary>
    private const double AskingFirst = 2.4;

    private const int MaxReason = 200;

    /// <summary>Null once the shop has answered, with a yes or a no.</summary>
    public Plan? Refund(Concern concern, OrderRow order, CustomerRow customer, string kind, decimal? amount, out ToolResult answer)
    {
        var call = desk.Evidence.Refund(order.Id, kind);
        answer = call?.Result!;
        if (call is not null)
        {
            return desk.Trouble(concern, call);
        }

        return RefundCall(order, customer, kind, amount) is { } planned
            ? AfterAsking(concern, Plan.Call(planned), "refund.ask_first", ("order", order.Id))
            : desk.Escalate(concern, "by_hand", "refund.by_hand", ("order", order.Id));
    }

    /// <summary>Pays money back to the customer of the e-mail, and says so or why not.</summary>
    public Plan PayBack(Concern concern, OrderRow order, string kind, decimal? amount, string phrase) =>
        desk.NeedCustomer(concern, out var customer)
        ?? Refund(concern, order, customer, kind, amount, out var answer)
        ?? (answer.Succeeded ? Granted(phrase, order, answer) : Refused(concern, order, answer));

    /// <summary>Null once the shop has answered, with a yes or a no.</summary>
    public Plan? Return(Concern concern, OrderRow order, CustomerRow customer, string reason, out ToolResult answer)
    {
        var call = desk.Evidence.Last(ToolNames.InitiateReturn, "order_id", order.Id);
        answer = call?.Result!;
        if (call is not null)
        {
            return desk.Trouble(concern, call);
        }

        return ReturnCall(order, customer, reason) is { } planned
            ? AfterAsking(concern, Plan.Call(planned), "return.ask_first", ("order", order.Id))
            : Plan.Say("no_tool");
    }

    /// <summary>Return and refund in one message, the return first.</summary>
    public Plan? Both(Concern concern, OrderRow order, CustomerRow customer, string reason, decimal? amount)
    {
        if (desk.Evidence.Last(ToolNames.InitiateReturn, "order_id", order.Id) is not null
            || desk.Evidence.Refund(order.Id, "full") is not null
            || !desk.Tools.AllowsParallelCalls)
        {
            return null;
        }

        return (ReturnCall(order, customer, reason), RefundCall(order, customer, "full", amount)) is ({ } goesBack, { } money)
            ? AfterAsking(concern, Plan.Call(goesBack, money), "both.ask_first", ("order", order.Id))
            : null;
    }

    /// <summary>What to say of a refund that was granted, whole or in part.</summary>
    public Plan Granted(string phrase, OrderRow order, ToolResult answer) => Plan.Say(phrase,
        ("order", order.Id),
        ("amount", answer.Body.Number("amount") is { } amount ? Say.Money(amount) : null),
        ("method", answer.Body.Text("payment_method") ?? order.PaymentMethod),
        ("refund_time", desk.Policy.RefundTime),
        ("items", order.ItemList));

    /// <summary>What to do about a no.</summary>
    public Plan Refused(Concern concern, OrderRow order, ToolResult answer)
    {
        switch (answer.Code)
        {
            case "CUSTOMER_MISMATCH":
                return Plan.Say("order.not_yours", ("order", order.Id), ("email", desk.Email));
            case "DUPLICATE_REFUND" when desk.Conversation.Events.Any(e => e.Name == ToolNames.ProcessRefund && e.Result is { FailedForNow: true }):
                return Plan.Say("refund.went_through_after_all", ("order", order.Id), ("refund_time", desk.Policy.RefundTime));
            case "DUPLICATE_REFUND":
                return order.Is("return_in_progress")
                    ? desk.Escalate(concern, "refund_stuck", "refund_status.stuck", ("order", order.Id), ("refund_time", desk.Policy.RefundTime))
                    : Plan.Say("refund.duplicate", ("order", order.Id), ("refund_time", desk.Policy.RefundTime));
            case "PAYMENT_METHOD_INVALID":
                return desk.Escalate(concern, "card_expired", "refund.card_expired", ("order", order.Id), ("method", order.PaymentMethod));
            case "OUTSIDE_RETURN_WINDOW":
                return Plan.Say("return.outside", ("order", order.Id), ("days", desk.Policy.ReturnDays));
            case "RETURN_EXISTS":
                return Plan.Say("return.exists", ("order", order.Id));
            case "NOTHING_TO_REFUND":
                return Plan.Say("refund.nothing", ("order", order.Id));
            case "INVALID_ORDER_STATUS":
                var no = Plan.Say("refund.not_refundable", ("order", order.Id), ("status", Phrasebook.Agent.Name(order.Status)));
                return desk.Policy.Says(PolicyLine.EscalatesLast) || order.Is("cancelled")
                    ? desk.Escalate(concern, "refused", "refund.refused_and_handed_over", ("order", order.Id), ("status", Phrasebook.Agent.Name(order.Status)))
                    : no;
            default:
                return desk.Escalate(concern, "refused", "refused.handed_over", ("order", order.Id), ("reason", answer.Message));
        }
    }

    /// <summary>The item when it is a single one, the kind of problem, or else the sentence in which the customer asks for it.</summary>
    public static string ReasonFor(Concern concern, ItemRow? item)
    {
        if (item is not null)
        {
            return Phrasebook.Agent.First("return.reason_item", [("item", item.Name)]);
        }

        if (concern.Intent is Intent.Damaged or Intent.WrongItem or Intent.MissingItem)
        {
            return Phrasebook.Agent.First("return.reason", [("intent", Phrasebook.Agent.Name(concern.Intent.ToString()))]);
        }

        var said = concern.Said;
        var asking = said.Sentences.FirstOrDefault(sentence => sentence.Affirmed.Has(Language.Concept.Return), said.Whole);
        var words = said.Text.Substring(asking.Start, Math.Min(asking.Length, MaxReason)).Trim();
        return words.Length > 0 ? words : Phrasebook.Agent.First("return.reason", [("intent", Phrasebook.Agent.Name(Intent.Return.ToString()))]);
    }

    public static string ReasonForExchange(string? variant) => Phrasebook.Agent.First("exchange.reason", [("variant", variant)]);

    /// <summary>Whether a return was made for another one to come in its place.</summary>
    public static bool IsExchange(ToolEvent goesBack) =>
        goesBack.Argument("reason")?.StartsWith(ReasonForExchange(" ").TrimEnd(), StringComparison.Ordinal) is true;

    /// <summary>Null when the tool cannot be told to refund only a part: then it would refund everything.</summary>
    private PlannedCall? RefundCall(OrderRow order, CustomerRow customer, string kind, decimal? amount)
    {
        var wholeOrder = kind == "full" && amount is null;
        var call = desk.Planned(ToolNames.ProcessRefund,
            ("order_id", order.Id), ("customer_id", customer.Id), ("kind", wholeOrder ? null : kind), ("amount", amount));
        return wholeOrder || (call?.Arguments.ContainsKey("kind") is true && call.Arguments.ContainsKey("amount") == amount is not null) ? call : null;
    }

    private PlannedCall? ReturnCall(OrderRow order, CustomerRow customer, string reason) => desk.Planned(
        ToolNames.InitiateReturn, ("order_id", order.Id), ("customer_id", customer.Id), ("reason", reason));

    private static Plan AfterAsking(Concern concern, Plan act, string question, params IReadOnlyList<(string, string?)> slots) =>
        concern.Carried ? act : act.Or(Plan.Say(question, slots), AskingFirst);
}
