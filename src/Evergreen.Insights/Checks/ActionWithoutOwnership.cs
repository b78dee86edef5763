namespace Evergreen.Insights.Checks;

/// <summary>Something was changed for a person who never showed that the account is theirs.</summary>
internal sealed class ActionWithoutOwnership : ConversationCheck
{
    public override string Name => "action_without_ownership";

    public override string Description =>
        "Of the conversations in which a refund or a return was granted: the customer never named the e-mail address of the account "
        + "it was granted to.";

    public override bool? Found(ConversationTrace trace)
    {
        var owners = trace.Refunds.Concat(trace.Returns).Select(row => row.Text("customer_id")).ToList();
        return owners.Count == 0 ? null : owners.Any(owner => !trace.CustomerNamedEmailOf(owner));
    }
}
