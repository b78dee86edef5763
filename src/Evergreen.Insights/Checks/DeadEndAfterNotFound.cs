using System.Text.RegularExpressions;

namespace Evergreen.Insights.Checks;

/// <summary>An order number that is not in the system is an end, instead of a reason to look elsewhere.</summary>
internal sealed partial class DeadEndAfterNotFound : ConversationCheck
{
    public override string Name => "dead_end_after_not_found";

    public override string Description =>
        "Of the conversations in which an order number was not found: the agent neither looked through the account's orders, nor "
        + "tried another number, nor asked for the e-mail address.";

    public override bool? Found(ConversationTrace trace) =>
        trace.Calls.FirstOrDefault(c => c.OrderNotFound) is { } miss ? !LookedElsewhere(trace, miss) && !AskedForEmail(trace, miss) : null;

    private static bool LookedElsewhere(ConversationTrace trace, TracedCall miss) => trace.Calls.Any(call => call.Name switch
    {
        "lookup_customer_orders" => true,
        // An address that is not in the system either leaves nothing further to look through.
        "lookup_customer_by_email" => !call.Succeeded && !call.FailedTransiently,
        _ => call.Index > miss.Index && call.OrderId is { } other && other != miss.OrderId,
    });

    private static bool AskedForEmail(ConversationTrace trace, TracedCall miss) =>
        trace.Turns.Any(turn => turn.Number >= miss.Record.Turn && Request().IsMatch(turn.Agent));

    // A request and the e-mail within one sentence; the dot of an address is not the sentence's.
    [GeneratedRegex(
        @"\b(could|can|would|will) you\b[^?!\n]*\be-?mail|\b(please|what|which|share|send|give|tell|need|do you have)\b(?:[^.?!\n]|\.\w)*\be-?mail",
        RegexOptions.IgnoreCase)]
    private static partial Regex Request();
}
