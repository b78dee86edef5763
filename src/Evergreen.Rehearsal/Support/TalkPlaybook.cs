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
        if (reaction is Reaction.Thanks or Reaction.Goodbye)
        {
            if (desk.WaitsForAnswer)
            {
                return null;
            }

            return Plan.Say(reaction == Reaction.Thanks ? "talk.thanks" : "talk.goodbye");
        }

        var (done, label) = LastDone(concern);
        if (done is null)
        {
            return null;
        }

        var what = done.Name switch
        {
            ToolNames.ProcessRefund when label is not null => "both",
            ToolNames.ProcessRefund => "refund",
            ToolNames.InitiateReturn when Actions.IsExchange(done) => "exchange",
            ToolNames.InitiateReturn => "return",
            _ => "ticket",
        };
        var about = reaction switch
        {
            _ when what is "both" or "return" or "exchange" && desk.Conversation.Latest!.SpeaksOf(Language.Concept.WhoPays) => "cost",
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

    /// <summary>An answer to a remark about a fact that was told before; telling it again would say nothing.</summary>
    public static Plan AboutWhatWasTold(Reaction reaction, Concern concern) => reaction switch
    {
        Reaction.Thanks or Reaction.Confirms => Plan.Say("talk.thanks"),
        Reaction.Goodbye or Reaction.Declines => Plan.Say("talk.goodbye"),
        Reaction.AsksSure => Plan.Say(concern.Intent switch
        {
            Intent.ProductQuestion => "told.sure.product",
            Intent.ShopQuestion => "told.sure.shop",
            Intent.PriceMatch or >= Intent.ShippingPolicy => "told.sure.policy",
            _ => "told.sure.account",
        }),
        Reaction.AsksWhen => Plan.Say("told.when"),
        Reaction.AsksHow => Plan.Say("told.how"),
        _ => Plan.Say("told.else"),
    };

    /// <summary>
    /// The last thing that was done before the customer spoke, for the concern's order if there is any: a refund rather than the
    /// return beside it, whose label is told too.
    /// </summary>
    private (ToolEvent? Done, string? Label) LastDone(Concern concern)
    {
        var earlier = desk.Conversation.Events.Where(e => e.Succeeded && e.Turn < desk.Conversation.LatestTurn
            && e.Name is ToolNames.ProcessRefund or ToolNames.InitiateReturn or ToolNames.EscalateToHuman).ToList();
        if (earlier.Exists(e => e.Argument("order_id") == concern.OrderId))
        {
            earlier.RemoveAll(e => e.Argument("order_id") != concern.OrderId);
        }

        var refund = earlier.FindLast(e => e.Name == ToolNames.ProcessRefund);
        var goesBack = earlier.FindLast(e => e.Name == ToolNames.InitiateReturn);
        return refund is null
            ? (goesBack ?? earlier.FindLast(e => e.Name == ToolNames.EscalateToHuman), null)
            : (refund, goesBack?.Argument("order_id") == refund.Argument("order_id") ? goesBack?.Result!.Body.Text("label_number", "label") : null);
    }

    /// <summary>
    /// Whether all that is wished for was done before this message. Who asks about a refund that was made here is told of that one,
    /// whatever the order said before it; a question about the shop's terms is never answered with what was done.
    /// </summary>
    public bool IsFulfilled(Concern concern) => concern.Intent == Intent.RefundStatus
        ? IsDone(ToolNames.ProcessRefund, concern.Said.OrderIds.Count > 0 ? concern : concern with { OrderId = null, NotOrderId = null })
        : Agenda.IsAboutAnOrder(concern.Intent) && concern.Carried && IsAllDone(concern);

    private bool IsAllDone(Concern concern) =>
        (!concern.Wants(Wishes.Refund) || IsDone(ToolNames.ProcessRefund, concern))
        && (!concern.Wants(Wishes.Return) || IsDone(ToolNames.InitiateReturn, concern))
        && (concern.Wishes & (Wishes.Refund | Wishes.Return)) != 0;

    private bool IsDone(string tool, Concern concern) =>
        desk.Conversation.Events.Any(e => e.Name == tool && e.Succeeded && e.Turn < desk.Conversation.LatestTurn
            && (concern.OrderId is null ? e.Argument("order_id") != concern.NotOrderId : e.Argument("order_id") == concern.OrderId));
}
