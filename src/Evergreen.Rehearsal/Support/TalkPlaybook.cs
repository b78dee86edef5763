using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>The talk around the matter: greetings, thanks, questions about what was just done, strangers' topics.</summary>
internal sealed class TalkPlaybook(Desk desk)
{
    public Plan Human(Concern concern, bool hasOtherConcern)
    {
        var asked = desk.Conversation.Heard.Count(said => said.Has(Intent.HumanRequest));
        return desk.Policy.Says(PolicyLine.EscalatesLast) && asked < 2 && !desk.Conversation.Events.Any(e => e.Result is { FailedForNow: true })
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

        if (LastDone() is not { } done)
        {
            return null;
        }

        var what = done.Name switch
        {
            ToolNames.ProcessRefund => "refund",
            ToolNames.InitiateReturn => "return",
            _ => "ticket",
        };
        var about = reaction switch
        {
            Reaction.AsksWhen => "when",
            Reaction.AsksHow => "how",
            Reaction.Complains => "sorry",
            Reaction.Declines => "declined",
            _ => "sure",
        };
        var body = done.Result!.Body;
        return Plan.Say($"after.{what}.{about}",
            ("order", done.Argument("order_id") ?? concern.OrderId),
            ("amount", body.Number("amount") is { } amount ? Say.Money(amount) : null),
            ("method", body.Text("payment_method")),
            ("refund_time", desk.Policy.RefundTime),
            ("label", body.Text("label_number", "label")),
            ("ticket", body.Text("ticket_id", "id")));
    }

    /// <summary>The last thing that was done before the customer spoke: a refund rather than the return beside it.</summary>
    private ToolEvent? LastDone()
    {
        var earlier = desk.Conversation.Events.Where(e => e.Succeeded && e.Turn < desk.Conversation.LatestTurn).ToList();
        return earlier.FindLast(e => e.Name == ToolNames.ProcessRefund)
            ?? earlier.FindLast(e => e.Name is ToolNames.InitiateReturn or ToolNames.EscalateToHuman);
    }
}
