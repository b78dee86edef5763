using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>How a message answers the agent's last one when it raises no concern of its own.</summary>
internal enum Reaction
{
    None,
    Confirms,
    Declines,
    AsksWhen,
    AsksHow,
    AsksSure,
    Thanks,
    Goodbye,
    Complains,
    Greets,
    Wonders,
}

/// <summary>What is on the table now, tracked over all the customer's messages.</summary>
internal sealed class Agenda
{
    private Agenda(IReadOnlyList<Concern> concerns, Reaction reaction, bool raisesConcern, bool bringsFacts)
    {
        Concerns = concerns;
        Reaction = reaction;
        RaisesConcern = raisesConcern;
        BringsFacts = bringsFacts;
    }

    public IReadOnlyList<Concern> Concerns { get; }

    /// <summary>Set when the latest message puts nothing new on the table.</summary>
    public Reaction Reaction { get; }

    /// <summary>Whether the latest message speaks of a concern, be it one that is known.</summary>
    public bool RaisesConcern { get; }

    /// <summary>Whether the latest message names an order, an e-mail or a SKU for the first time, or turns to another order.</summary>
    public bool BringsFacts { get; }

    public static Agenda Of(Conversation conversation)
    {
        List<Concern> active = [];
        var reaction = Reaction.None;
        var facts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var focus = new OrderFocus(conversation.Events);
        var brings = false;
        var raises = false;
        foreach (var said in conversation.Heard)
        {
            brings = false;
            foreach (var fact in said.OrderIds.Concat(said.Emails).Concat(said.Skus))
            {
                brings |= facts.Add(fact.Value);
            }

            var raised = ConcernReader.Read(said);
            raises = raised.Count > 0;
            focus.Hear(said);
            active = raised.Count == 0 ? Carry(active, said, focus)
                : Merge(active, focus.IsTurned ? [.. raised.Select(focus.Resolve)] : raised, said, focus, brings);
            active = [.. active.Select(focus.Resolve)];
            reaction = raised.Count == 0 || active.TrueForAll(concern => concern.Carried) ? ReactionOf(said) : Reaction.None;
            if (raised.Count == 0 && active.Count == 0 && said.OrderIds.Count > 0)
            {
                active = [focus.Resolve(new Concern(Intent.Track, said) { Story = said.Text })];
            }
        }

        return new Agenda(active, reaction, raises, brings || (focus.IsTurned && conversation.Latest!.OrderIds.Count == 0));
    }

    /// <summary>The message raises nothing new: it is about what was on the table, perhaps with a fact that was missing.</summary>
    private static List<Concern> Carry(List<Concern> active, Utterance said, OrderFocus focus) =>
    [
        .. active.Select(concern => focus.Follow(
            concern with { Carried = true, Confirmed = said.Has(Intent.Confirm), Story = $"{concern.Story}\n{said.Text}" }, said)).Distinct(),
    ];

    private static List<Concern> Merge(List<Concern> active, IReadOnlyList<Concern> raised, Utterance said, OrderFocus focus, bool bringsFacts)
    {
        // "I want a refund then" after "it arrived broken" is the remedy for it, not another matter.
        if (raised.All(IsRemedy) && active.Any(concern => HasRemedy(concern, raised[0]) && IsSameOrder(concern, raised[0])))
        {
            var added = raised[0].Wishes;
            return
            [
                .. Carry([.. active.Where(concern => IsSameOrder(concern, raised[0]))], said, focus).Select(concern => concern with
                {
                    // "When do I get my money?" asks about what is under way; it orders nothing more.
                    Wishes = raised[0].Intent == Intent.RefundStatus && concern.Wishes != Wishes.None
                        ? concern.Wishes
                        : added | (concern.Wishes & ~Contradicted(said)),
                }),
            ];
        }

        var merged = new List<Concern>(raised);
        if (bringsFacts)
        {
            // The fact may be the one an open concern was waiting for; another order's number is not.
            merged.AddRange(Carry(active, said, focus).Where(open => !raised.Any(r => r.Intent == open.Intent) && NeedsFacts(open, active, said)));
        }

        return [.. merged.Select(concern => active.FirstOrDefault(a => a.Intent == concern.Intent && IsSameOrder(a, concern)) is { } known
            ? concern with { Carried = true, OrderId = concern.OrderId ?? known.OrderId, NotOrderId = concern.NotOrderId ?? known.NotOrderId, Wishes = concern.Wishes | known.Wishes, Story = $"{known.Story}\n{concern.Story}" }
            : concern)];
    }

    private static bool NeedsFacts(Concern open, List<Concern> active, Utterance said) =>
        said.Emails.Count > 0 || active.Any(concern => concern.Intent == open.Intent && concern.OrderId is null && IsAboutAnOrder(open.Intent));

    private static Wishes Contradicted(Utterance said) =>
        (said.Negates(Concept.Refund) ? Wishes.Refund : Wishes.None)
        | (said.Negates(Concept.Return) ? Wishes.Return : Wishes.None)
        | (said.Negates(Concept.Exchange) ? Wishes.Exchange : Wishes.None)
        | (said.Negates(Concept.Replace) ? Wishes.Replacement : Wishes.None);

    private static bool IsSameOrder(Concern one, Concern other) =>
        one.OrderId is null || other.OrderId is null
            ? (one.OrderId ?? other.OrderId) is not { } id || (id != one.NotOrderId && id != other.NotOrderId)
            : one.OrderId == other.OrderId;

    private static bool IsRemedy(Concern concern) =>
        concern.Intent is Intent.Refund or Intent.Return or Intent.Exchange or Intent.Replacement
        or Intent.RefundStatus or Intent.ShippingCharge;

    private static bool HasRemedy(Concern concern, Concern remedy) => concern.Intent is Intent.Track or Intent.CancelledOrder
        ? remedy.Intent is not Intent.RefundStatus
        : concern.Intent is Intent.Damaged or Intent.WrongItem or Intent.MissingItem
        or Intent.NotReceived or Intent.Late or Intent.DuplicateCharge or Intent.MissingPromo or Intent.ShippingCharge
        or Intent.Return or Intent.Refund or Intent.Exchange or Intent.Replacement or Intent.Cancel or Intent.RefundStatus;

    public static bool IsAboutAnOrder(Intent intent) => intent <= Intent.PaymentPending;

    private static Reaction ReactionOf(Utterance said) => said switch
    {
        _ when said.Has(Intent.AskWhen) => Reaction.AsksWhen,
        _ when said.Has(Intent.AskHow) => Reaction.AsksHow,
        _ when said.Has(Intent.AskSure) => Reaction.AsksSure,
        _ when said.Has(Intent.Complaint) => Reaction.Complains,
        _ when said.Has(Intent.Goodbye) && !said.IsQuestion => Reaction.Goodbye,
        _ when said.Has(Intent.Thanks) && !said.IsQuestion => Reaction.Thanks,
        _ when said.Has(Intent.Confirm) => Reaction.Confirms,
        _ when said.Has(Intent.Decline) => Reaction.Declines,
        _ when said.Score(Intent.Greeting) > 0 && said.Words <= 6 => Reaction.Greets,
        _ => Reaction.Wonders,
    };
}
