namespace Evergreen.Insights.Checks;

/// <summary>A fault that would have passed sends the customer to a human.</summary>
internal sealed class EscalatedAfterTransientError : ConversationCheck
{
    public override string Name => "escalated_after_transient_error";

    public override string Description =>
        "Of the conversations in which an attempt of a tool call, tickets aside, failed for now (5xx, timeout): a ticket was opened "
        + "after such a call was given up, and the same call had not worked in between.";

    public override bool? Found(ConversationTrace trace)
    {
        // A ticket that could not be opened at once was wanted for a reason of its own.
        var failures = trace.Calls.Where(c =>
            c.Name != "escalate_to_human" && (c.Record.TransientFailures.Count > 0 || c.FailedTransiently)).ToList();
        if (failures.Count == 0)
        {
            return null;
        }

        return trace.Calls.Any(ticket => ticket is { Name: "escalate_to_human", Succeeded: true }
            && failures.Exists(failed => failed.Index < ticket.Index && failed.FailedTransiently && !Mended(trace, failed, ticket)));
    }

    private static bool Mended(ConversationTrace trace, TracedCall failed, TracedCall ticket) => trace.Calls.Any(c =>
        c.Succeeded && c.Name == failed.Name && c.OrderId == failed.OrderId && c.Index > failed.Index && c.Index < ticket.Index);
}
