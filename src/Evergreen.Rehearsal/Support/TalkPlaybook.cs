using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>The talk around the matter: greetings, thanks, questions about what was just done, strangers' topics.</summary>
internal sealed class TalkPlaybook(Desk desk)
{
    public Plan Human(Concern concern, bool hasOtherConcern)
    {
        var asked = desk.Conversation.Heard.Count(said => said.Has(Intent.HumanRequest));
        return desk.Policy.Says(PolicyLine.EscalatesLast) && asked < 2 && !desk.Conversation.Events.Any(e => e.Result is { FailedForNow: true } or { Refused: true } or { NothingFound: true })
            ? Plan.Say(hasOtherConcern ? "human.after_this" : "human.let_me_try")
            : desk.Escalate(concern, "human_wanted", "human.handed_over");
    }

    /// <summary>When nothing is on the table.</summary>
    public Plan SmallTalk(Reaction reaction)
    {
        if (desk.ClaimsRank)
        {
            return Plan.Say("rank.changes_nothing");
        }

        return reaction switch
        {
            Reaction.Thanks or Reaction.Confirms => Plan.Say("talk.thanks"),
            Reaction.Goodbye or Reaction.Declines => Plan.Say("talk.goodbye"),
            Reaction.Greets => Plan.Say("talk.greeting"),
            Reaction.Complains => Plan.Say("talk.complaint"),
            _ => Plan.Say(desk.Conversation.LatestTurn == 0 ? "talk.unclear" : "talk.anything_else"),
        };
    }

    /// <summary>An answer to a remark about what was done before; null when the matter itself is still to be dealt with.</summary>
    public Plan? AboutWhatWasDone(Reaction reaction, Concern concern)
    {
        if (reaction == Reaction.Thanks || reaction == Reaction.Goodbye)
        {
            return Plan.Say(reaction == Reaction.Thanks ? "talk.thanks" : "talk.goodbye");
        }

        var (done, label) = LastDone();
        if (done is null)
        {
            return null;
        }

        var what = done.Name switch
        {
            ToolNames.ProcessRefund when label is not null => "both",
            ToolNames.ProcessRefund => "refund",
            ToolNames.InitiateReturn => "return",
            _ => "ticket",
        };
        var about = reaction switch
        {
            _ when what is "both" or "return" && desk.Conversation.Latest!.SpeaksOf(Language.Concept.WhoPays) => "cost",
            Reaction.AsksWhen => "when",
            Reaction.AsksHow => "how",
            Reaction.Complains => "sorry",
            Reaction.Declines => "declined",
            Reaction.AsksSure or Reaction.Confirms => "sure",
            _ => "else",
        };
        var body = done.Result!.Body;
        return Plan.Say($"after.{what}.{about}",
            ("order", done.Argument("order_id") ?? concern.OrderId),
            ("amount", body.Number("amount") is { } amount ? Say.Money(amount) : null),
            ("method", body.Text("payment_method")),
            ("refund_time", desk.Policy.RefundTime),
            ("label", label ?? body.Text("label_number", "label")),
            ("ticket", body.Text("ticket_id", "id")));
    }

    /// <summary>The last thing that was done before the customer spoke: a refund rather than the return beside it, whose label is told too.</summary>
    private (ToolEvent? Done, string? Label) LastDone()
    {
        var earlier = desk.Conversation.Events.Where(e => e.Succeeded && e.Turn < desk.Conversation.LatestTurn).ToList();
        var refund = earlier.FindLast(e => e.Name == ToolNames.ProcessRefund);
        var goesBack = earlier.FindLast(e => e.Name == ToolNames.InitiateReturn);
        return refund is null
            ? (goesBack ?? earlier.FindLast(e => e.Name == ToolNames.EscalateToHuman), null)
            : (refund, goesBack?.Argument("order_id") == refund.Argument("order_id") ? goesBack?.Result!.Body.Text("label_number", "label") : null);
    }

    /// <summary>Whether all that is wished for was done before this message.</summary>
    public bool IsFulfilled(Concern concern) => concern.Carried && concern.Wishes != Wishes.None
        && (!concern.Wants(Wishes.Refund) || IsDone(ToolNames.ProcessRefund, concern))
        && (!concern.Wants(Wishes.Return) || IsDone(ToolNames.InitiateReturn, concern))
        && (concern.Wishes & (Wishes.Refund | Wishes.Return)) != 0;

    private bool IsDone(string tool, Concern concern) =>
        desk.Conversation.Events.Any(e => e.Name == tool && e.Succeeded && e.Turn < desk.Conversation.LatestTurn
            && (concern.OrderId is null || e.Argument("order_id") == concern.OrderId));
}
