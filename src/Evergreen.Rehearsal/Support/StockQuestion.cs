using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

internal enum StockAnswer
{
    /// <summary>No size or colour was named.</summary>
    NotAsked,
    InStock,
    OutOfStock,
}

/// <summary>Whether a product is there in the size and colour a text names.</summary>
internal sealed record StockQuestion(StockAnswer Answer, string? Variant, string Available)
{
    private static readonly Dictionary<string, string[]> SizeWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["XS"] = ["extra small", "x-small"],
        ["S"] = ["small"],
        ["M"] = ["medium"],
        ["L"] = ["large"],
        ["XL"] = ["extra large", "x-large"],
    };

    /// <param name="product">The product's row.</param>
    /// <param name="text">What was said.</param>
    /// <param name="owned">An item the customer has: what they do not name stays as it is, and what they have is not what they ask for.</param>
    public static StockQuestion Of(ProductRow? product, string text, ItemRow? owned = null)
    {
        if (product is null || product.Sizes.Count == 0 || product.Colors.Count == 0)
        {
            return new StockQuestion(StockAnswer.NotAsked, null, "");
        }

        var size = Named(product.Sizes, text, owned?.Size);
        var color = Named(product.Colors, text, owned?.Color);
        var inStock = string.Join(", ", product.Colors
            .Select(c => (Color: c, Sizes: product.Sizes.Where(s => product.Stock(c, s) > 0).ToList()))
            .Where(row => row.Sizes.Count > 0)
            .Select(row => product.Sizes.Count == 1 ? row.Color : $"{row.Color} in {string.Join("/", row.Sizes)}"));
        if (size is null && color is null)
        {
            return new StockQuestion(StockAnswer.NotAsked, null, inStock);
        }

        IReadOnlyList<string> sizes = (size ?? owned?.Size) is { } oneSize && product.Sizes.Contains(oneSize) ? [oneSize] : product.Sizes;
        IReadOnlyList<string> colors = (color ?? owned?.Color) is { } oneColor && product.Colors.Contains(oneColor) ? [oneColor] : product.Colors;
        var left = colors.Sum(c => sizes.Sum(s => product.Stock(c, s) ?? 0));
        var variant = string.Join(", ", new[]
        {
            color ?? owned?.Color,
            (size ?? owned?.Size) is { } named and not "one size" ? $"size {named}" : null,
        }.OfType<string>());
        return new StockQuestion(left > 0 ? StockAnswer.InStock : StockAnswer.OutOfStock, variant, inStock);
    }

    /// <summary>Whether there is another of the very same.</summary>
    public static StockQuestion OfSame(ProductRow? product, ItemRow item) => Of(product, $"{item.Color}, size {item.Size}");

    /// <summary>The last option the text names, other than the one the customer has.</summary>
    private static string? Named(IReadOnlyList<string> options, string text, string? owned)
    {
        string? named = null;
        var at = -1;
        foreach (var option in options)
        {
            if (option == "one size" || string.Equals(option, owned, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var word in SizeWords.GetValueOrDefault(option, []).Append(option))
            {
                var found = LastWord(text, word);
                if (found > at)
                {
                    (named, at) = (option, found);
                }
            }
        }

        return named;
    }

    private static int LastWord(string text, string word)
    {
        // A single letter is a size only when it is written as one: "size m", "an M".
        var comparison = word.Length <= 2 ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var lower = word.Length <= 2 ? text.LastIndexOf("size " + word, StringComparison.OrdinalIgnoreCase) : -1;
        for (var at = text.LastIndexOf(word, comparison); at >= 0; at = at == 0 ? -1 : text.LastIndexOf(word, at - 1, comparison))
        {
            if ((at == 0 || !IsPartOfWord(text[at - 1])) && (at + word.Length == text.Length || !IsPartOfWord(text[at + word.Length])))
            {
                return Math.Max(at, lower);
            }
        }

        return lower >= 0 && (lower + 5 + word.Length == text.Length || !IsPartOfWord(text[lower + 5 + word.Length])) ? lower : -1;
    }

    private static bool IsPartOfWord(char c) => char.IsLetterOrDigit(c) || c == '\'';
}
