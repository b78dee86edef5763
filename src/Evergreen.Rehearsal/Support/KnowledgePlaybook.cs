using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>Questions about products, from their rows, and about the shop's terms, from the prompt.</summary>
internal sealed class KnowledgePlaybook(Desk desk)
{
    private static readonly (Concept Concept, string[] Attributes)[] Aspects =
    [
        (Concept.Battery, ["battery", "charging"]),
        (Concept.Water, ["water"]),
        (Concept.Warm, ["fill", "warmth", "keeps"]),
        (Concept.Fit, ["fit_advice"]),
        (Concept.Material, ["material"]),
        (Concept.Weight, ["weight"]),
        (Concept.Capacity, ["capacity", "dimensions", "packs"]),
        (Concept.Care, ["care"]),
    ];

    private readonly PriceComparison _prices = new(desk);

    public Plan Product(Concern concern)
    {
        if (_prices.IsAskedIn(concern.Said))
        {
            return Compare(concern);
        }

        var (skus, areNamed) = Meant();
        if (skus.Count == 0)
        {
            return Plan.Say(concern.Carried ? "product.ask_sku_again" : "product.ask_sku");
        }

        if (skus.Count > 1 && !areNamed)
        {
            return Plan.Say("product.which", ("products", string.Join(" or ", Names(skus))));
        }

        return Look(concern, skus, out var products) ?? Answers(concern, products);
    }

    private Plan Compare(Concern concern)
    {
        var skus = _prices.Meant();
        if (skus.Count < 2)
        {
            return Plan.Say("product.compare_which", ("product", Names(skus).FirstOrDefault()));
        }

        return Look(concern, skus, out var products) ?? (products.Count < skus.Count
            ? Plan.Say("product.not_found", ("sku", skus.First(sku => desk.Evidence.Product(sku) is null)))
            : PriceComparison.Answer(products) ?? Answers(concern, products));
    }

    /// <summary>The rows of these products; null when at least one is there.</summary>
    private Plan? Look(Concern concern, IReadOnlyList<string> skus, out IReadOnlyList<ProductRow> products)
    {
        products = [];
        var unread = skus.Where(sku => desk.Evidence.Last(ToolNames.LookupProduct, "sku", sku) is null)
            .Select(sku => desk.Planned(ToolNames.LookupProduct, ("sku", sku))).OfType<PlannedCall>().ToList();
        if (unread.Count > 0)
        {
            return Plan.Call(desk.Tools.AllowsParallelCalls ? unread : unread.Take(1).ToList());
        }

        if (skus.Select(sku => desk.Evidence.Last(ToolNames.LookupProduct, "sku", sku)).OfType<ToolEvent>()
            .Select(lookup => desk.Trouble(concern, lookup)).FirstOrDefault(plan => plan is not null) is { } trouble)
        {
            return trouble;
        }

        products = [.. skus.Select(desk.Evidence.Product).OfType<ProductRow>()];
        return products.Count > 0 ? null
            : desk.Tools.Has(ToolNames.LookupProduct) ? Plan.Say("product.not_found", ("sku", skus[0])) : Plan.Say("no_tool");
    }

    private Plan Answers(Concern concern, IReadOnlyList<ProductRow> products) =>
        Plan.Say("verbatim", ("text", string.Join(" ", products.Select(product => Answer(product, concern, products.Count > 1)))));

    public Plan ShippingTerms(Concern concern)
    {
        var named = desk.Policy.Shipping.Where(method => concern.Said.Text.Contains(method.Key, StringComparison.OrdinalIgnoreCase)).ToList();
        var told = named.Count > 0 ? named : [.. desk.Policy.Shipping.OrderByDescending(method => method.Key, StringComparer.OrdinalIgnoreCase)];
        if (named.Count == 1 && TimeOf(named[0].Key, named[0].Value, concern.Said) is { } answer)
        {
            return answer;
        }

        return told.Count == 0
            ? Plan.Say("policy.unknown")
            : Plan.Say("policy.shipping", ("terms", string.Join("; ", told.Select(method => $"{method.Key.ToLowerInvariant()} shipping: {method.Value}"))));
    }

    /// <summary>Whether a number of days is normal for a shipping method; null when that is not asked, or not in the terms' own unit.</summary>
    private static Plan? TimeOf(string method, string terms, Utterance said)
    {
        if (!said.SpeaksOf(Concept.Normal) && !said.SpeaksOf(Concept.Days))
        {
            return null;
        }

        var name = method.ToLowerInvariant();
        if (!terms.Contains("day", StringComparison.OrdinalIgnoreCase))
        {
            return said.SpeaksOf(Concept.Price) ? null : Plan.Say("shipping_time.unknown", ("method", name));
        }

        if (DeliveryTime.In(terms) is not { } time || DeliveryTime.DaysIn(said.Text) is not { } days)
        {
            return null;
        }

        var verdict = days > time.Longest ? "shipping_time.longer" : days < time.Shortest ? "shipping_time.shorter" : "shipping_time.normal";
        return Plan.Say(verdict, ("method", name), ("time", time.Words), ("days", Plural.Of(days, "day")));
    }

    public Plan ReturnTerms() => desk.Policy.ReturnDays is null
        ? Plan.Say("policy.unknown")
        : Plan.Say("policy.returns", ("days", desk.Policy.ReturnDays), ("refund_time", desk.Policy.RefundTime));

    public Plan RefundTerms() => desk.Policy.RefundTime is null
        ? Plan.Say("policy.unknown")
        : Plan.Say("policy.refunds", ("refund_time", desk.Policy.RefundTime));

    /// <summary>What the prompt says of the shop itself, in its own words: they may have conditions that another wording would lose.</summary>
    public Plan ShopFacts(Concern concern)
    {
        var isAboutHours = concern.Said.SpeaksOf(Concept.OpeningHours);
        return (isAboutHours ? desk.Policy.OpeningHours : desk.Policy.Destinations) is { } statement
            ? Plan.Say("shop.stated", ("statement", statement))
            : Plan.Say(isAboutHours ? "shop.hours_unknown" : "shop.destinations_unknown");
    }

    public Plan PriceMatch(Concern concern) => _prices.IsAskedIn(concern.Said) ? Compare(concern) : desk.Policy.PriceMatchDays is null
        ? Plan.Say("policy.unknown")
        : Plan.Say("policy.price_match", ("days", desk.Policy.PriceMatchDays));

    /// <summary>The products named last, and whether each was named in full: else a word such as "jacket" fits several.</summary>
    private (IReadOnlyList<string> Skus, bool AreNamed) Meant()
    {
        foreach (var said in desk.Conversation.Heard.Reverse())
        {
            if (said.Skus.Count > 0)
            {
                return ([.. said.Skus.Select(sku => sku.Value)], true);
            }

            if (desk.ProductNames.MeantBy(said.Text) is { Count: > 0 } meant)
            {
                return (meant, Names(meant).All(name => said.Text.Contains(name, StringComparison.OrdinalIgnoreCase)));
            }
        }

        return ([], false);
    }

    private IEnumerable<string> Names(IReadOnlyList<string> skus) => skus.Select(sku => desk.ProductNames.NameOf(sku) ?? sku);

    /// <summary>What the catalogue says to the latest message, else to the question that is still open.</summary>
    private string Answer(ProductRow product, Concern concern, bool oneOfMany)
    {
        var facts = Facts(product, desk.Conversation.Latest!, oneOfMany);
        if (facts.Count == 0)
        {
            facts = Facts(product, concern.Said, oneOfMany);
        }

        if (facts.Count == 0)
        {
            facts.Add(Phrasebook.Agent.First(product.Description is null ? "product.no_answer" : "product.description", [("description", product.Description?.TrimEnd('.'))]));
        }

        return Phrasebook.Agent.First("product.answer", [("product", product.Name), ("facts", string.Join("; ", facts))]);
    }

    private static List<string> Facts(ProductRow product, Utterance said, bool oneOfMany)
    {
        var question = oneOfMany ? AboutThis(product, said) : said.Text;
        var facts = new List<string>();
        var read = SentenceReader.Read(question).Aggregate(default(ConceptSet), (all, sentence) => all | sentence.Mentioned);
        foreach (var (name, value) in product.Attributes)
        {
            var asked = Aspects.Any(aspect => read.Has(aspect.Concept) && aspect.Attributes.Any(a => name.Contains(a, StringComparison.OrdinalIgnoreCase)))
                || name.Split('_').Any(word => word.Length > 3 && word != "advice" && question.Contains(word, StringComparison.OrdinalIgnoreCase));
            if (asked)
            {
                facts.Add(Phrasebook.Agent.First("product.attribute", [("attribute", name.Replace('_', ' ')), ("value", value.TrimEnd('.'))]));
            }
        }

        var stock = StockQuestion.Of(product, question);
        if (stock.Answer != StockAnswer.NotAsked && !read.Has(Concept.Colors) && (read.Has(Concept.Stock) || (facts.Count == 0 && !read.Has(Concept.Price))))
        {
            facts.Add(Phrasebook.Agent.First(stock.Answer == StockAnswer.InStock ? "product.in_stock" : "product.out_of_stock",
                [("variant", stock.Variant), ("variants", stock.Available)]));
        }
        else if (read.Has(Concept.Stock) || read.Has(Concept.Colors) || (facts.Count == 0 && (read.Has(Concept.Color) || read.Has(Concept.Size))))
        {
            facts.Add(Phrasebook.Agent.First("product.variants", [("variants", stock.Available)]));
        }

        if (read.Has(Concept.Price) && product.Price is { } price)
        {
            facts.Add(Phrasebook.Agent.First("product.price", [("price", Say.Money(price))]));
        }

        return facts;
    }

    /// <summary>Of a message about several products, the part that names this one.</summary>
    private static string AboutThis(ProductRow product, Utterance said)
    {
        var at = said.Text.IndexOf(product.Sku, StringComparison.OrdinalIgnoreCase);
        at = at < 0 ? said.Text.IndexOf(product.Name, StringComparison.OrdinalIgnoreCase) : at;
        if (at < 0)
        {
            return said.Text;
        }

        var from = said.Text.LastIndexOfAny([',', '.', '?', '!'], at) + 1;
        var to = said.Text.IndexOfAny([',', '.', '?', '!'], at);
        return to < 0 ? said.Text[from..] : said.Text[from..to];
    }
}
