using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Support;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>Whether a concern was settled: done, answered, or refused for a reason that the record shows.</summary>
internal sealed class Settlement(Findings findings)
{
    /// <summary>The concerns left open, each in plain words.</summary>
    public IReadOnlyList<Concern> Open => [.. findings.Record.Concerns.Where(concern => !IsSettled(concern))];

    public bool IsSettled(Concern concern)
    {
        if (findings.HasDueTicket && concern.Intent is not (Intent.ProductQuestion or Intent.ShippingPolicy or Intent.ReturnPolicy or Intent.RefundPolicy or Intent.ShopQuestion or Intent.Points or Intent.Tier))
        {
            return true;
        }

        if (findings.OrderMissing && concern.Intent <= Intent.PaymentPending)
        {
            return false;
        }

        return concern.Intent switch
        {
            Intent.MissingPromo or Intent.DuplicateCharge or Intent.ShippingCharge or Intent.RefundStatus =>
                Refund(concern) || (concern.Intent != Intent.MissingPromo && Denied(concern)) || IsExplainedAway(concern),
            Intent.Late or Intent.Track or Intent.NotReceived when concern.Wants(Wishes.Refund) => Refund(concern) || Denied(concern),
            Intent.Late or Intent.Track => Refund(concern) || Traced(concern),
            Intent.NotReceived => Refund(concern),
            Intent.Return or Intent.Refund or Intent.Exchange or Intent.Replacement or Intent.Damaged or Intent.WrongItem or Intent.MissingItem => Goods(concern),
            Intent.Cancel => Denied(concern) || (Looked(concern) && Findings.Refuses(findings.LastReply)),
            Intent.PaymentPending => false,
            Intent.EmailChange or Intent.AddressChange or Intent.AccountAccess => false,
            Intent.HumanRequest => findings.HasTicket,
            Intent.OffTopic => true,
            Intent.ShippingPolicy or Intent.ReturnPolicy or Intent.RefundPolicy or Intent.PriceMatch or Intent.ShopQuestion => Answered(concern),
            _ => Answered(concern) && findings.Record.Calls.Any(call => call.Succeeded),
        };
    }

    private bool Goods(Concern concern)
    {
        var wants = concern.Wishes & (Wishes.Refund | Wishes.Return);
        return Denied(concern) && !findings.ReturnLostToRefund
            || (wants switch
            {
                Wishes.Refund | Wishes.Return => Refund(concern) && findings.Did(ToolNames.InitiateReturn, ActedOn(concern)),
                Wishes.Refund => Refund(concern),
                _ => Refund(concern) || findings.Did(ToolNames.InitiateReturn, ActedOn(concern)) || IsUnderWay(concern),
            });
    }

    private bool Refund(Concern concern) => findings.Did(ToolNames.ProcessRefund, ActedOn(concern));

    /// <summary>The order an action must be about; any, where the number was wrong or one of two orders goes.</summary>
    private string? ActedOn(Concern concern) => concern.Intent == Intent.DuplicateCharge || findings.WasMissed(concern.OrderId) ? null : concern.OrderId;

    private bool Denied(Concern concern) =>
        findings.WasRefused(concern.OrderId) && findings.Record.Turns.Any(turn => Findings.Refuses(turn.Reply) || turn.Reply.Contains("window", StringComparison.OrdinalIgnoreCase));

    private bool Looked(Concern concern) => findings.Did(ToolNames.LookupOrder, concern.OrderId) || findings.Did(ToolNames.LookupCustomerOrders);

    private bool Traced(Concern concern) =>
        findings.Did(ToolNames.CheckShippingStatus, ActedOn(concern)) || (Looked(concern) && !findings.EndsByAsking && !Findings.Refuses(findings.LastReply));

    /// <summary>A missing part that travels on its own is found, not lost.</summary>
    private bool IsUnderWay(Concern concern) => concern.Intent == Intent.MissingItem
        && findings.Record.Turns.Any(turn => Findings.SaysAny(turn.Reply, "own parcel", "second parcel", "separate", "travels on its own", "more than one parcel"));

    private bool IsExplainedAway(Concern concern) => Looked(concern)
        && findings.Record.Turns.Any(turn => Findings.SaysAny(turn.Reply, "was applied", "already taken off", "no shipping was charged", "no two that are alike", "has been issued"));

    /// <summary>Words that answer, not words that ask or decline to.</summary>
    private bool Answered(Concern concern)
    {
        var turn = findings.Record.Turns.FirstOrDefault(turn => turn.Customer == concern.Said);
        var replies = findings.Record.Turns.SkipWhile(t => t != turn).Select(t => t.Reply);
        return replies.Any(reply => reply.Length > 0 && !reply.TrimEnd().EndsWith('?')
            && !Findings.SaysAny(reply, "can't find", "outside what i can", "i don't have that information", "no idea", "i don't know", "not sure"));
    }
}
