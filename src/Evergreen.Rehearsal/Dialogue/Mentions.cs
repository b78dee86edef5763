using System.Text.RegularExpressions;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>Order numbers, e-mails and SKUs as people type them.</summary>
internal static partial class Mentions
{
    /// <summary>Order numbers in the shop's own spelling: "ord 4OO7", "#4007" and "order no. 4007" are all ORD-4007.</summary>
    public static List<Mention> OrderIds(string text)
    {
        var found = new List<Mention>(2);
        foreach (var match in OrderPattern().EnumerateMatches(text))
        {
            Add(found, text.AsSpan(match.Index, match.Length), match.Index);
        }

        if (found.Count == 0)
        {
            foreach (var match in BareNumberPattern().EnumerateMatches(text))
            {
                Add(found, text.AsSpan(match.Index, match.Length), match.Index);
            }
        }

        return found;
    }

    public static List<Mention> Emails(string text)
    {
        var found = new List<Mention>(1);
        if (text.Contains('@', StringComparison.Ordinal))
        {
            foreach (var match in EmailPattern().EnumerateMatches(text))
            {
                found.Add(new Mention(text.Substring(match.Index, match.Length).ToLowerInvariant(), match.Index));
            }
        }

        return found;
    }

    public static List<Mention> Skus(string text)
    {
        var found = new List<Mention>(1);
        if (text.Contains("sku", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var match in SkuPattern().EnumerateMatches(text))
            {
                found.Add(new Mention("SKU-" + Digits(text.AsSpan(match.Index, match.Length)), match.Index));
            }
        }

        return found;
    }

    private static void Add(List<Mention> found, ReadOnlySpan<char> match, int position)
    {
        var digits = Digits(match);
        if (digits.Length >= 3 && !found.Exists(m => m.Value.AsSpan(4).SequenceEqual(digits)))
        {
            found.Add(new Mention("ORD-" + digits, position));
        }
    }

    /// <summary>The trailing run of digits, with the letters O, I and l read as the digits they are mistyped for.</summary>
    private static string Digits(ReadOnlySpan<char> match)
    {
        Span<char> digits = stackalloc char[match.Length];
        var start = match.Length;
        while (start > 0)
        {
            var digit = match[start - 1] switch { 'O' or 'o' => '0', 'I' or 'l' or 'i' => '1', var c => c };
            if (!char.IsAsciiDigit(digit))
            {
                break;
            }

            digits[--start] = digit;
        }

        return digits[start..].ToString();
    }

    [GeneratedRegex(@"(?:\b[o0]rd(?:er)?(?:\s*(?:number|num|nr|no\.?|id|#))?(?:\s+(?:is|was))?[\s#:._–-]*|#\s*)(?=[0-9OoIl]*[0-9][0-9OoIl]*\b)[0-9OoIl]{3,6}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"(?<![\w$€£.,@-])(?!19|20)[0-9]{4}(?![\w@-]|\.\d|,\d)")]
    private static partial Regex BareNumberPattern();

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"\bsku[\s#:._-]*[0-9]{3,6}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SkuPattern();
}

/// <summary>Something named in a text.</summary>
/// <param name="Value">In the shop's own spelling.</param>
/// <param name="Position">Where in the text.</param>
internal readonly record struct Mention(string Value, int Position);
