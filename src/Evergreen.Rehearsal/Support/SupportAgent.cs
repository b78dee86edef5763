using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>The agent's next message: tool calls, or words.</summary>
internal sealed record AgentMessage(string? Text, IReadOnlyList<PlannedCall> Calls);

/// <summary>
/// Plays a support agent. For each concern on the table it weighs the moves that come into question; as long as one of them is a
/// tool call it calls tools, and when all is known or done it answers everything in one reply.
/// </summary>
internal sealed class SupportAgent
{
    /// <summary>From this many rounds of tools on, the customer has waited long enough for words.</summary>
    private const int MaxRounds = 5;

    private static readonly string[] DeadEnds =
    [
        "order.not_found", "order.not_found.list", "order.not_found.no_orders", "order.not_found.ask", "ask.which_order", "customer.not_found",
        "return.not_eligible", "return.outside", "refund.not_refundable", "refund.duplicate", "late.no_refund_yet", "promo.after_delivery",
    ];

    private readonly Conversation _conversation;
    private readonly Agenda _agenda;
    private readonly Desk _desk;
    private readonly TalkPlaybook _talk;
    private readonly DeliveryPlaybook _delivery;
    private readonly GoodsPlaybook _goods;
    private readonly CancellationPlaybook _cancellation;
    private readonly BillingPlaybook _billing;
    private readonly AccountPlaybook _account;
    private readonly KnowledgePlaybook _knowledge;

    public SupportAgent(Conversation conversation, ToolShelf tools)
    {
        _conversation = conversation;
        _agenda = Agenda.Of(conversation);
        _desk = new Desk(PolicyReader.Read(conversation.SystemPrompt), conversation, tools);
        var orders = new OrderFinder(_desk);
        var actions = new Actions(_desk);
        _talk = new TalkPlaybook(_desk);
        _delivery = new DeliveryPlaybook(_desk, orders, actions);
        _goods = new GoodsPlaybook(_desk, orders, actions);
        _cancellation = new CancellationPlaybook(_desk, orders, actions);
        _billing = new BillingPlaybook(_desk, orders, actions, _delivery);
        _account = new AccountPlaybook(_desk);
        _knowledge = new KnowledgePlaybook(_desk);
    }

    public AgentMessage Next(Dice dice, double temperature)
    {
        var moves = new List<Move>(_agenda.Concerns.Count);
        Concern? told = null;
        foreach (var concern in _agenda.Concerns)
        {
            var move = PlanFor(concern).Choose(dice, temperature);
            if (IsToldAlready(concern, move))
            {
                told = concern;
                continue;
            }

            moves.Add(GoesInCircles(concern, move) ? _desk.Escalate(concern, "stuck", "stuck.handed_over").Choose(dice, temperature) : move);
        }

        if (moves.Count == 0 && told is not null)
        {
            moves.Add(TalkPlaybook.AboutWhatWasTold(_agenda.Reaction, told).Choose(dice, temperature));
        }

        if (moves.Count == 0)
        {
            moves.Add(_talk.SmallTalk(_agenda.Reaction).Choose(dice, temperature));
        }

        var calls = Calls(moves);
        return calls.Count > 0 ? new AgentMessage(null, calls) : new AgentMessage(Compose(moves, dice, temperature), []);
    }

    private Plan PlanFor(Concern concern)
    {
        if (_agenda.Reaction != Reaction.None && !_agenda.RaisesConcern && !_agenda.BringsFacts && !(concern.Confirmed && _desk.WaitsForAnswer)
            && _talk.AboutWhatWasDone(_agenda.Reaction, concern) is { } remark)
        {
            return remark;
        }

        if (_talk.IsFulfilled(concern) && !_goods.IsAboutAnotherItem(concern) && _talk.AboutWhatWasDone(_agenda.Reaction, concern) is { } done)
        {
            return done;
        }

        return concern.Intent switch
        {
            Intent.Track => _delivery.Track(concern),
            Intent.Late => _delivery.Late(concern),
            Intent.NotReceived => _delivery.NotReceived(concern),
            Intent.MissingItem => _goods.MissingItem(concern),
            Intent.WrongItem or Intent.Damaged or Intent.Replacement => _goods.Problem(concern),
            Intent.Return => _goods.SendBack(concern),
            Intent.Refund => _goods.Refund(concern),
            Intent.Exchange => _goods.Exchange(concern),
            Intent.Cancel => _cancellation.Cancel(concern),
            Intent.CancelledOrder => _cancellation.Cancelled(concern),
            Intent.PriceMatch => _knowledge.PriceMatch(concern),
            Intent.DuplicateCharge => _billing.DuplicateCharge(concern),
            Intent.MissingPromo => _billing.MissingPromo(concern),
            Intent.ShippingCharge => _billing.ShippingCharge(concern),
            Intent.RefundStatus => _billing.RefundStatus(concern),
            Intent.PaymentStatus => _billing.PaymentStatus(concern),
            Intent.PaymentPending => _billing.PaymentPending(concern),
            Intent.EmailChange or Intent.AddressChange or Intent.AccountAccess => _account.Change(concern),
            Intent.Points => _account.Points(concern),
            Intent.Tier => _account.Tier(concern),
            Intent.Birthday => _account.Birthday(concern),
            Intent.OrderHistory => _account.History(concern),
            Intent.ProductQuestion => _knowledge.Product(concern),
            Intent.ShippingPolicy => _knowledge.ShippingTerms(concern),
            Intent.ReturnPolicy => concern.OrderId is null ? _knowledge.ReturnTerms() : _goods.ReturnTime(concern),
            Intent.RefundPolicy => _knowledge.RefundTerms(),
            Intent.ShopQuestion => _knowledge.ShopFacts(concern),
            Intent.HumanRequest => _talk.Human(concern, _agenda.Concerns.Count > 1),
            Intent.OffTopic => Plan.Say("talk.off_topic"),
            _ => _talk.SmallTalk(_agenda.Reaction),
        };
    }

    /// <summary>A dead end that was explained twice is not explained a third time: then this agent cannot resolve the matter.</summary>
    private bool GoesInCircles(Concern concern, Move move) =>
        concern.Carried && move is Speak speak && DeadEnds.Contains(speak.Phrase)
        && _conversation.Spoken.Count(reply => Phrasebook.Agent.IsSaidIn(reply, speak.Phrase, speak.Slots)) >= 2;

    /// <summary>A message that asks nothing new gets an answer of its own, not the facts of an earlier one over again.</summary>
    private bool IsToldAlready(Concern concern, Move move) =>
        concern.Carried && !_agenda.RaisesConcern && !_agenda.BringsFacts && IsKnowledge(concern.Intent)
        && move is Speak speak && !_desk.WaitsForAnswer
        && _conversation.Spoken.TakeLast(_agenda.Reaction == Reaction.Wonders ? 1 : _conversation.Spoken.Count)
            .Any(reply => Phrasebook.Agent.IsSaidIn(reply, speak.Phrase, speak.Slots));

    private static bool IsKnowledge(Intent intent) => intent is Intent.PriceMatch or Intent.Points or Intent.Tier or Intent.Birthday
        or Intent.OrderHistory or Intent.ProductQuestion or Intent.ShippingPolicy or Intent.ReturnPolicy or Intent.RefundPolicy
        or Intent.ShopQuestion;

    private List<PlannedCall> Calls(List<Move> moves)
    {
        var calls = new List<PlannedCall>();
        if (_conversation.Rounds >= MaxRounds)
        {
            return calls;
        }

        foreach (var call in moves.OfType<CallTools>().SelectMany(move => move.Calls))
        {
            if (!calls.Exists(known => known.Tool == call.Tool && known.Arguments.All(a => Equals(a.Value, call.Arguments.GetValueOrDefault(a.Key)))))
            {
                calls.Add(call);
            }
        }

        return _desk.Tools.AllowsParallelCalls ? calls : [.. calls.Take(1)];
    }

    private string Compose(List<Move> moves, Dice dice, double temperature)
    {
        var said = new List<string>();
        if (_desk.Policy.Says(PolicyLine.Acknowledges) && _conversation.Latest is { } latest && latest.Has(Intent.Complaint))
        {
            said.Add(Phrasebook.Agent.Say(_conversation.Spoken.Count == 0 ? "empathy" : "empathy.again", [], dice, temperature));
        }

        if (_desk.ClaimsRank && _conversation.Latest!.Has(Intent.AdminClaim) && _agenda.Concerns.Count > 0)
        {
            said.Add(Phrasebook.Agent.Say("rank.changes_nothing", [], dice, temperature));
        }

        var asked = false;
        for (var i = 0; i < moves.Count; i++)
        {
            var move = moves[i];
            if (moves.FindIndex(other => IsSame(other, move)) < i)
            {
                continue;
            }

            // Several concerns may wait for the same answer; one question is enough.
            var asks = move is Speak { Phrase: var phrase } && phrase.StartsWith("ask.", StringComparison.Ordinal);
            if (asks && asked)
            {
                continue;
            }

            asked |= asks;

            // A call that may no longer be made leaves a matter open; that is said, not hidden.
            var sentence = move is Speak speak
                ? Phrasebook.Agent.Say(speak.Phrase, speak.Slots, dice, temperature, _conversation.Spoken)
                : Phrasebook.Agent.Say("still_open", [], dice, temperature);
            if (!said.Contains(sentence))
            {
                said.Add(sentence);
            }
        }

        Embellish(said, dice, temperature);
        return string.Join(" ", said);
    }

    /// <summary>Two concerns that lead to the same words need them once, however they could be put.</summary>
    private static bool IsSame(Move one, Move other) =>
        ReferenceEquals(one, other) || (one is Speak a && other is Speak b && a.Phrase == b.Phrase && a.Slots.SequenceEqual(b.Slots));

    /// <summary>A name at the start and an offer at the end, now and then; at temperature 0 the matter alone.</summary>
    private void Embellish(List<string> said, Dice dice, double temperature)
    {
        if (_conversation.Spoken.Count == 0 && _desk.Customer?.FirstName is { } name && dice.Choose([0, -0.6], temperature) == 1)
        {
            said.Insert(0, Phrasebook.Agent.Say("opening", [("name", name)], dice, temperature));
        }

        if (said[^1][^1] != '?' && dice.Choose([0, -0.6], temperature) == 1)
        {
            said.Add(Phrasebook.Agent.Say("closing", [], dice, temperature, _conversation.Spoken));
        }
    }
}
