using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>Which of the products that were talked about costs less, by their rows.</summary>
internal sealed class PriceComparison(Desk desk)
{
    /// <summary>Whether a message asks that, rather than what a product costs or whether a lower price elsewhere is matched.</summary>
    public bool IsAskedIn(Utterance said) =>
        said.Affirms(Concept.Cheaper) && (said.Affirms(Concept.Which) || Named(said).Distinct().Skip(1).Any());

    /// <summary>The products to compare: those named last, at least two if as many have been named.</summary>
    public IReadOnlyList<string> Meant()
    {
        var skus = new List<string>();
        for (var i = desk.Conversation.LatestTurn; i >= 0 && skus.Count < 2; i--)
        {
            skus.InsertRange(0, Named(desk.Conversation.Heard[i]).Distinct().Except(skus).ToList());
        }

        return skus;
    }

    /// <summary>Null when the rows do not give the prices of two.</summary>
    public static Plan? Answer(IReadOnlyList<ProductRow> products)
    {
        var priced = products.Where(product => product.Price is not null).OrderBy(product => product.Price).ToList();
        if (priced.Count < 2 || priced.Count < products.Count)
        {
            return null;
        }

        return priced[0].Price == priced[^1].Price
            ? Plan.Say("product.same_price", ("products", string.Join(" and the ", priced.Select(product => product.Name))), ("price", Say.Money(priced[0].Price!.Value)))
            : Plan.Say("product.cheaper", ("cheaper", priced[0].Name), ("price", Say.Money(priced[0].Price!.Value)),
                ("others", string.Join(" and ", priced.Skip(1).Select(Costs))));
    }

    private static string Costs(ProductRow product) =>
        Phrasebook.Agent.First("product.costs", [("product", product.Name), ("price", Say.Money(product.Price!.Value))]);

    private IEnumerable<string> Named(Utterance said) =>
        said.Skus.Count > 0 ? said.Skus.Select(sku => sku.Value) : desk.ProductNames.AllMeantBy(said.Text);
}
