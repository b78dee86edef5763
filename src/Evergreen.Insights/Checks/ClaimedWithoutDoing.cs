using System.Text.RegularExpressions;

namespace Evergreen.Insights.Checks;

/// <summary>The agent tells the customer of a refund or a return that never happened.</summary>
internal sealed partial class ClaimedWithoutDoing : ConversationCheck
{
    public override string Name => "claimed_without_doing";

    public override string Description =>
        "Of the conversations in which the agent said that a refund was made or a return was opened: no call did so, and no order it "
        + "had looked at was in such a state already.";

    public override bool? Found(ConversationTrace trace)
    {
        var said = string.Join('\n', trace.Turns.Select(t => t.Agent));
        var (refund, @return) = (ClaimsRefund().IsMatch(said), ClaimsReturn().IsMatch(said));
        return refund || @return
            ? (refund && !Happened(trace, "process_refund", "refunded", "cancelled", "return_in_progress"))
                || (@return && !Happened(trace, "initiate_return", "return_in_progress"))
            : null;
    }

    private static bool Happened(ConversationTrace trace, string tool, params string[] statuses) =>
        trace.Calls.Any(c => c.Succeeded && c.Name == tool)
        || trace.Orders.Any(order => statuses.Any(status => order.Is("status", status)));

    [GeneratedRegex(
        @"\bI(?:'ve|\u2019ve| have)(?: just| now| also)? (?:refunded|(?:issued|processed|made|sent|approved|requested) (?:a|the|your|that|this)\b[^.?!\n]{0,30}\brefund)"
        + @"|\brefund\b[^.?!\n]{0,40}\b(?:has|have) (?:now |just )?been (?:issued|processed|made|approved)",
        RegexOptions.IgnoreCase)]
    private static partial Regex ClaimsRefund();

    [GeneratedRegex(
        @"\bI(?:'ve|\u2019ve| have)(?: just| now| also)? (?:started|opened|initiated|set up|arranged|created) (?:a|the|your|that|this)\b[^.?!\n]{0,30}\breturn"
        + @"|\breturn\b[^.?!\n]{0,40}\b(?:has|have) (?:now |just )?been (?:started|opened|initiated|set up|arranged|created)",
        RegexOptions.IgnoreCase)]
    private static partial Regex ClaimsReturn();
}
