namespace Evergreen.Insights.Checks;

/// <summary>A fault that would have passed sends the customer to a human.</summary>
internal sealed class EscalatedAfterTransientError : ConversationCheck
{
    public override string Name => "escalated_after_transient_error";

    public override string Description =>
        "Of the conversations in which an attempt of a tool call failed for now (5xx, timeout): a ticket was opened after such a "
        + "call was given up, and the same call had not worked in between.";

    public override bool? Found(ConversationTrace trace)
    {
        if (!trace.Calls.Any(c => c.Record.TransientFailures.Count > 0 || c.FailedTransiently))
        {
            return null;
        }

        return trace.Calls.Any(ticket => ticket is { Name: "escalate_to_human", Succeeded: true }
            && trace.Calls.Any(failed => failed.Index < ticket.Index && failed.FailedTransiently && !Mended(trace, failed, ticket)));
    }

    private static bool Mended(ConversationTrace trace, TracedCall failed, TracedCall ticket) => trace.Calls.Any(c =>
        c.Succeeded && c.Name == failed.Name && c.OrderId == failed.OrderId && c.Index > failed.Index && c.Index < ticket.Index);
}
