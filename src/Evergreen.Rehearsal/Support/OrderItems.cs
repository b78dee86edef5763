using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>Which items of an order the customer speaks of.</summary>
internal sealed class OrderItems(Desk desk)
{
    private static readonly string[] ClauseEnds = [",", ";", ".", "?", "!", " but ", " though "];

    /// <summary>The one item of several that, by the last message that names any, is to go back or to be paid back; null when it is the order as a whole.</summary>
    public ItemRow? Single(Concern concern, OrderRow order)
    {
        if (order.Items.Count < 2)
        {
            return null;
        }

        foreach (var message in concern.Story.Split('\n').Reverse())
        {
            var clauses = message.Split(ClauseEnds, StringSplitOptions.RemoveEmptyEntries);
            var named = Named(order, clauses.Where(IsWish));
            named = named.Count > 0 ? named : Named(order, clauses);
            if (named.Count > 0)
            {
                return named is [var item] ? item : null;
            }
        }

        return null;
    }

    /// <summary>Whether an item of a split order has yet to come, in a parcel of its own.</summary>
    public static bool IsUnderWay(ItemRow item) => item.TrackingNumber is not null && item.Status is not (null or "delivered");

    private List<ItemRow> Named(OrderRow order, IEnumerable<string> clauses)
    {
        var meant = clauses.SelectMany(desk.ProductNames.AllMeantBy).ToHashSet();
        return [.. order.Items.Where(item => item.Sku is { } sku && meant.Contains(sku))];
    }

    private static bool IsWish(string clause) =>
        SentenceReader.Read(clause).Exists(part => part.Affirmed.Has(Concept.Return) || part.Affirmed.Has(Concept.Refund));

    /// <summary>Of several items named, the one in the sentence that says something is missing.</summary>
    public bool IsCalledMissing(ItemRow item, Concern concern)
    {
        foreach (var sentence in concern.Said.Sentences)
        {
            var text = concern.Said.Text.Substring(sentence.Start, sentence.Length);
            if (IsAbsence(sentence))
            {
                var clause = text.Split([" but ", ", ", " only "], StringSplitOptions.RemoveEmptyEntries)
                    .LastOrDefault(part => desk.ProductNames.MeantBy(part).Count > 0 && SentenceReader.Read(part).Exists(IsAbsence)) ?? "";
                if (item.Sku is { } sku && desk.ProductNames.MeantBy(clause).Contains(sku))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsAbsence(Sentence sentence) =>
        sentence.Mentioned.Has(Concept.Missing) || sentence.Negated.Has(Concept.Arrive) || sentence.Negated.Has(Concept.Find);
}
