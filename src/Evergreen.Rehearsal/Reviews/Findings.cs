using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>What a reviewer notices in a record, each by a plain rule.</summary>
internal sealed class Findings
{
    private static readonly string[] Apologies =
        ["sorry", "apolog", "i understand", "i can see why", "i hear you", "that must", "frustrating", "i know how", "i get that", "regret", "you're right to", "i can imagine"];

    private static readonly string[] Coldness =
        ["calm down", "not our problem", "your own fault", "your fault", "as i already", "as i said", "i already told", "read the", "you should have", "deal with it", "whatever", "obviously", "that is not my", "stop asking", "can't be bothered", "nothing to do with us", "you must have"];

    public Findings(CaseRecord record)
    {
        Record = record;
        Refunded = Did(ToolNames.ProcessRefund);
        Returned = Did(ToolNames.InitiateReturn);
        HasTicket = Did(ToolNames.EscalateToHuman);
        GaveUpEarly = HasTicket && record.Calls.Any(call => call is { FailedForNow: true, Attempts: 1 } && record.Calls.Count(c => c.Name == call.Name) == 1);
        ReturnLostToRefund = Refunded && !Returned && record.Calls.Any(call => call is { Name: ToolNames.InitiateReturn, Status: 409 });
        OrderMissing = record.Calls.Any(IsMissedOrder) && record.Calls.LastOrDefault(call => call.Name == ToolNames.LookupOrder) is { Succeeded: false }
            && !record.Calls.Any(call => call is { Name: ToolNames.LookupCustomerOrders, Succeeded: true });
        LookedFurther = record.Calls.SkipWhile(call => !IsMissedOrder(call)).Skip(1).Any(call => call.Name is ToolNames.LookupOrder or ToolNames.LookupCustomerOrders)
            || record.Calls.Any(call => call.Name == ToolNames.LookupCustomerOrders)
            || record.Turns.Any(turn => turn.Calls.Any(IsMissedOrder) && (turn.Reply.Contains("e-mail", StringComparison.OrdinalIgnoreCase) || turn.Reply.Contains("email", StringComparison.OrdinalIgnoreCase)));
        GoesInCircles = record.Turns.Count > 1 && record.Turns.GroupBy(turn => turn.Reply).Any(same => same.Key.Length > 0 && same.Count() > 1);
    }

    public CaseRecord Record { get; }

    public bool Refunded { get; }

    public bool Returned { get; }

    public bool HasTicket { get; }

    /// <summary>A human was called after one fault that nobody tried again.</summary>
    public bool GaveUpEarly { get; }

    public bool ReturnLostToRefund { get; }

    /// <summary>The order was not found, and no other was found in its place.</summary>
    public bool OrderMissing { get; }

    /// <summary>After an order was not found, the agent tried or asked something else.</summary>
    public bool LookedFurther { get; }

    /// <summary>The agent gave one and the same reply twice.</summary>
    public bool GoesInCircles { get; }

    public bool DeadEnd => OrderMissing && !LookedFurther && !HasTicket;

    /// <summary>A ticket that was opened because there was no other way, not instead of trying.</summary>
    public bool HasDueTicket => HasTicket && !GaveUpEarly && Record.Calls.Any(call => call.Name is not ToolNames.EscalateToHuman);

    /// <summary>The agent claims a refund, a return or a ticket that the record does not show.</summary>
    public string? EmptyPromise => Record.Turns.Select(turn => turn.Reply).Select(reply =>
        !Refunded && SaysAny(reply, "i've refunded", "i have refunded", "refund has been issued", "refund is on its way", "is on its way back to your") ? "refund"
        : !Returned && SaysAny(reply, "return is set up", "return has been set up", "i've set up the return", "set up the return", "i've started the return") ? "return"
        : !HasTicket && SaysAny(reply, "i've opened a ticket", "i have opened a ticket", "your ticket is", "i've escalated", "i have escalated") ? "ticket"
        : null).FirstOrDefault(claim => claim is not null);

    /// <summary>Turns in which the customer is upset.</summary>
    public IEnumerable<CaseTurn> UpsetTurns => Record.Turns.Where(turn => IsUpset(turn.Customer));

    public static bool IsAcknowledged(CaseTurn turn) => SaysAny(turn.Reply, Apologies);

    public bool IsCold => Record.Turns.Any(turn => SaysAny(turn.Reply, Coldness) || turn.Reply.Split(' ').Length < 4);

    /// <summary>Whether the agent's last word leaves the next step with the customer.</summary>
    public bool EndsByAsking => LastReply.TrimEnd().EndsWith('?') || SaysAny(LastReply, "if you tell me", "if you give me", "if you send me", "please send me", "please give me");

    /// <summary>The agent asked for an e-mail the customer had already given.</summary>
    public bool AsksForWhatWasGiven
    {
        get
        {
            var given = false;
            foreach (var turn in Record.Turns)
            {
                given |= turn.Customer.Emails.Count > 0;
                if (given && SaysAny(turn.Reply, "what is your e-mail", "what is your email", "which e-mail", "which email", "e-mail address of your account?"))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public bool WasMissed(string? orderId) => orderId is not null && Record.Calls.Any(call => IsMissedOrder(call) && call.IsFor(orderId));

    public string LastReply => Record.Turns.Count > 0 ? Record.Turns[^1].Reply : "";

    public static bool Refuses(string reply) => SaysAny(reply, "can't", "cannot", "can not", "unable", "not possible", "isn't possible", "not eligible", "isn't in", "couldn't", "won't be able", "no way to");

    public bool WasRefused(string? orderId) => Record.Calls.Any(call => call.Refused && call.IsFor(orderId)
        && call.Name is ToolNames.ProcessRefund or ToolNames.InitiateReturn or ToolNames.CheckReturnEligibility);

    public bool Did(string tool, string? orderId = null) => Record.Calls.Any(call => call.Name == tool && call.Succeeded && call.IsFor(orderId));

    public static bool IsUpset(Utterance said) => said.Has(Intent.Complaint) || Sentiment.Of(said.Text) <= -2;

    public static bool SaysAny(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMissedOrder(CaseCall call) => call.Name == ToolNames.LookupOrder && call.FoundNothing;
}
