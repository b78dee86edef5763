namespace Evergreen.Insights.Checks;

/// <summary>Return and refund race: the refund closes the order, and the return finds it closed.</summary>
internal sealed class ReturnRefusedBecauseOfRefund : ConversationCheck
{
    public override string Name => "return_refused_because_of_refund";

    public override string Description =>
        "Of the conversations in which one order was to be both returned and refunded: the refund came first, the return was "
        + "refused because of it, and stayed so.";

    public override bool? Found(ConversationTrace trace)
    {
        var both = trace.Calls.Where(c => c is { Name: "initiate_return", OrderId: not null })
            .Where(@return => trace.Calls.Any(c => c.Name == "process_refund" && c.OrderId == @return.OrderId))
            .ToList();
        return both.Count == 0 ? null : both.Any(@return => Refused(trace, @return) && !both.Any(Opened(@return)));
    }

    private static bool Refused(ConversationTrace trace, TracedCall @return) =>
        @return.Record.ErrorCode == "INVALID_ORDER_STATUS"
        && trace.Calls.Any(c => c is { Name: "process_refund", Succeeded: true } && c.OrderId == @return.OrderId
            && (c.Record.Turn < @return.Record.Turn || c.Index < @return.Index));

    private static Func<TracedCall, bool> Opened(TracedCall @return) => c => c.Succeeded && c.OrderId == @return.OrderId;
}
