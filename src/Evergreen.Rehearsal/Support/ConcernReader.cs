using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>Which concerns one message raises. Of intents that tell the same story, the most telling stands for it.</summary>
internal static class ConcernReader
{
    /// <summary>Families from which one intent is picked, by score, then by order.</summary>
    private static readonly Intent[][] Families =
    [
        [Intent.DuplicateCharge, Intent.MissingPromo, Intent.ShippingCharge, Intent.RefundStatus, Intent.PaymentPending, Intent.PaymentStatus],
        [Intent.Damaged, Intent.WrongItem, Intent.MissingItem, Intent.Cancel, Intent.CancelledOrder],
        [Intent.Exchange, Intent.Return, Intent.Refund, Intent.Replacement],
        [Intent.NotReceived, Intent.Late, Intent.Track],
        [Intent.PriceMatch],
        [Intent.EmailChange, Intent.AddressChange, Intent.AccountAccess],
        [Intent.Points],
        [Intent.Tier],
        [Intent.Birthday],
        [Intent.OrderHistory],
        [Intent.ProductQuestion],
        [Intent.ShippingPolicy],
        [Intent.ReturnPolicy],
        [Intent.RefundPolicy],
        [Intent.ShopQuestion],
        [Intent.HumanRequest],
        [Intent.OffTopic],
    ];

    /// <summary>What an intent already covers: these are its symptoms or its remedy, not matters of their own.</summary>
    private static readonly Dictionary<Intent, Intent[]> Covers = new()
    {
        [Intent.DuplicateCharge] = [Intent.Refund, Intent.Cancel, Intent.CancelledOrder, Intent.Return, Intent.OrderHistory, Intent.Track, Intent.WrongItem],
        [Intent.MissingPromo] = [Intent.Refund, Intent.Return, Intent.WrongItem, Intent.MissingItem, Intent.ShippingPolicy, Intent.ProductQuestion, Intent.PriceMatch, Intent.Late],
        [Intent.ShippingCharge] = [Intent.Late, Intent.Refund, Intent.WrongItem, Intent.ShippingPolicy, Intent.Track, Intent.ProductQuestion],
        [Intent.RefundStatus] = [Intent.Refund, Intent.Return, Intent.Late, Intent.Track, Intent.Cancel, Intent.CancelledOrder, Intent.RefundPolicy, Intent.ReturnPolicy, Intent.NotReceived, Intent.MissingItem],
        [Intent.PaymentPending] = [Intent.Track, Intent.Late, Intent.ProductQuestion],
        [Intent.PaymentStatus] = [Intent.Track, Intent.Late, Intent.ProductQuestion],
        [Intent.Damaged] = [Intent.Refund, Intent.Return, Intent.Replacement, Intent.Exchange, Intent.Late, Intent.Track, Intent.ProductQuestion, Intent.WrongItem],
        [Intent.WrongItem] = [Intent.Refund, Intent.Return, Intent.Replacement, Intent.Exchange, Intent.Late, Intent.Track, Intent.ProductQuestion],
        [Intent.MissingItem] = [Intent.Refund, Intent.Return, Intent.Replacement, Intent.Exchange, Intent.Late, Intent.Track, Intent.ProductQuestion, Intent.NotReceived],
        [Intent.NotReceived] = [Intent.Refund, Intent.Replacement, Intent.Late, Intent.Track],
        [Intent.Late] = [Intent.Refund, Intent.Track, Intent.ShippingPolicy, Intent.AddressChange],
        [Intent.Cancel] = [Intent.Refund, Intent.Track, Intent.Return],
        [Intent.CancelledOrder] = [Intent.Refund, Intent.Track, Intent.Late, Intent.Return],
        [Intent.Return] = [Intent.Refund, Intent.Replacement, Intent.ProductQuestion, Intent.Late],
        [Intent.Refund] = [Intent.RefundPolicy, Intent.Replacement, Intent.ProductQuestion],
        [Intent.Exchange] = [Intent.Return, Intent.Refund, Intent.ProductQuestion, Intent.Replacement, Intent.ReturnPolicy],
        [Intent.PriceMatch] = [Intent.Refund, Intent.ProductQuestion, Intent.MissingPromo, Intent.Return],
        [Intent.EmailChange] = [Intent.AddressChange, Intent.AccountAccess, Intent.Exchange, Intent.Replacement],
        [Intent.Birthday] = [Intent.ProductQuestion, Intent.WrongItem, Intent.Points, Intent.MissingItem, Intent.NotReceived, Intent.Late],
        [Intent.Points] = [Intent.ProductQuestion, Intent.Late, Intent.NotReceived, Intent.MissingItem, Intent.RefundStatus, Intent.PaymentPending],
        [Intent.Tier] = [Intent.ProductQuestion, Intent.Track],
        [Intent.OrderHistory] = [Intent.ProductQuestion, Intent.Track],
        [Intent.ReturnPolicy] = [Intent.Return, Intent.RefundPolicy],
        [Intent.ProductQuestion] = [Intent.ShippingPolicy],
        [Intent.ShopQuestion] = [Intent.ShippingPolicy, Intent.Track, Intent.ProductQuestion],
    };

    public static IReadOnlyList<Concern> Read(Utterance said)
    {
        var intents = Pick(said);
        intents.RemoveAll(intent => intents.Exists(other => Covers.GetValueOrDefault(other, []).Contains(intent) && !StandsAlone(said, intent, other)));
        var wishes = WishesIn(said);
        var concerns = new List<Concern>(intents.Count);
        foreach (var intent in intents)
        {
            var orders = OrdersFor(said, intent);
            foreach (var order in intent == Intent.DuplicateCharge ? orders.Take(1) : orders)
            {
                concerns.Add(new Concern(intent, said) { OrderId = order, Wishes = wishes, Story = said.Text });
            }
        }

        AddOrdersLeftOut(said, concerns);
        return concerns;
    }

    /// <summary>An order that no concern took up, in a sentence that says something of its own: "and when does ORD-4002 arrive?"</summary>
    private static void AddOrdersLeftOut(Utterance said, List<Concern> concerns)
    {
        foreach (var order in said.OrderIds)
        {
            if (said.OrderIds.Count < 2 || concerns.Exists(concern => concern.OrderId == order.Value || concern.Intent == Intent.DuplicateCharge))
            {
                continue;
            }

            for (var i = 0; i < said.Sentences.Count; i++)
            {
                if (said.Sentences[i].Holds(order.Position) && StrongestIn(said, i) is { } intent)
                {
                    concerns.Insert(0, new Concern(intent, said) { OrderId = order.Value, Story = said.Text });
                    break;
                }
            }
        }
    }

    private static Intent? StrongestIn(Utterance said, int sentence)
    {
        var best = Intent.Track;
        for (var intent = Intent.Track; intent <= Intent.PaymentPending; intent++)
        {
            best = said.Score(intent, sentence) > said.Score(best, sentence) ? intent : best;
        }

        return said.Score(best, sentence) >= Utterance.Recognised ? best : null;
    }

    private static List<Intent> Pick(Utterance said)
    {
        var picked = new List<Intent>(4);
        foreach (var family in Families)
        {
            var best = family[0];
            foreach (var intent in family)
            {
                best = said.Score(intent) > said.Score(best) ? intent : best;
            }

            if (said.Has(best))
            {
                picked.Add(best);
            }
        }

        return picked;
    }

    /// <summary>A question or request of its own: strong in a sentence that does not speak of the other at all.</summary>
    private static bool StandsAlone(Utterance said, Intent intent, Intent other)
    {
        if (intent is Intent.Refund or Intent.Replacement or Intent.ReturnPolicy or Intent.RefundPolicy or Intent.WrongItem)
        {
            return false;
        }

        for (var i = 0; i < said.Sentences.Count; i++)
        {
            if (said.Score(intent, i) >= Utterance.Recognised && said.Score(other, i) < Utterance.Recognised && NamesAnotherOrder(said, i, other))
            {
                return true;
            }

            if (said.Score(intent, i) >= 3.5 && said.Score(other, i) < 2 && (intent != Intent.ProductQuestion || said.Sentences[i].IsQuestion))
            {
                return intent is Intent.ProductQuestion or Intent.ShippingPolicy;
            }
        }

        return false;
    }

    /// <summary>Whether the sentence names an order that no sentence about the other intent names.</summary>
    private static bool NamesAnotherOrder(Utterance said, int sentence, Intent other)
    {
        var others = new HashSet<string>();
        for (var i = 0; i < said.Sentences.Count; i++)
        {
            if (said.Score(other, i) >= Utterance.Recognised)
            {
                others.UnionWith(said.OrderIds.Where(order => said.Sentences[i].Holds(order.Position)).Select(order => order.Value));
            }
        }

        return others.Count > 0 && said.OrderIds.Any(order => said.Sentences[sentence].Holds(order.Position) && !others.Contains(order.Value));
    }

    private static Wishes WishesIn(Utterance said) =>
        (said.Affirms(Language.Concept.Refund) ? Wishes.Refund : Wishes.None)
        | (said.Affirms(Language.Concept.Return) ? Wishes.Return : Wishes.None)
        | (said.Affirms(Language.Concept.Exchange) ? Wishes.Exchange : Wishes.None)
        | (said.Affirms(Language.Concept.Replace) ? Wishes.Replacement : Wishes.None);

    /// <summary>The order named where the intent is spoken of; all of them when that cannot be told.</summary>
    private static IEnumerable<string?> OrdersFor(Utterance said, Intent intent)
    {
        if (said.OrderIds.Count == 0)
        {
            return [null];
        }

        var own = new List<string>(2);
        for (var i = 0; i < said.Sentences.Count; i++)
        {
            if (said.Score(intent, i) >= Utterance.Recognised)
            {
                own.AddRange(said.OrderIds.Where(order => said.Sentences[i].Holds(order.Position)).Select(order => order.Value));
            }
        }

        return own.Count > 0 ? own.Distinct() : [said.OrderIds[0].Value];
    }
}
