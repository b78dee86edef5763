using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>Reads a system prompt paragraph by paragraph, by what its words mean.</summary>
internal static partial class PolicyReader
{
    private static readonly RuleSet<PolicyLine> Rules = RuleSet<PolicyLine>.Load(DataFile.Lines("policies.txt"));
    private static readonly ReadCache<Policy> Known = new(Parse);

    public static Policy Read(string prompt) => Known.Of(prompt);

    private static Policy Parse(string prompt)
    {
        var lines = new HashSet<PolicyLine>();
        var shipping = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var policy = new Policy
        {
            Lines = FrozenSet<PolicyLine>.Empty,
            Shipping = FrozenDictionary<string, string>.Empty,
            Products = ProductNames.PairsIn(prompt),
            Today = TodayPattern().Match(prompt) is { Success: true } today
                ? DateTimeOffset.Parse(today.Groups[1].ValueSpan, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                : null,
        };

        Span<double> scores = stackalloc double[Enum.GetValues<PolicyLine>().Length];
        foreach (var paragraph in prompt.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var text = paragraph.Replace("**", "", StringComparison.Ordinal);
            var said = new Utterance(text).Whole;
            scores.Clear();
            Rules.Score(said, 1, scores);
            for (var i = 0; i < scores.Length; i++)
            {
                if (scores[i] > 0)
                {
                    lines.Add((PolicyLine)i);
                }
            }

            policy = WithShopFacts(WithFigures(policy, said, text), said, text);
            ReadShipping(text, shipping);
        }

        return policy with { Lines = lines.ToFrozenSet(), Shipping = shipping.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase) };
    }

    private static Policy WithFigures(Policy policy, Sentence said, string text)
    {
        if (said.Mentioned.Has(Concept.PriceMatch))
        {
            return policy with { PriceMatchDays = policy.PriceMatchDays ?? Days(text) };
        }

        if (said.Mentioned.Has(Concept.Refund) && RangePattern().Match(text) is { Success: true } range)
        {
            policy = policy with { RefundTime = policy.RefundTime ?? range.Value };
        }

        var freeOver = FreeOverPattern().Match(text);
        if (freeOver.Success)
        {
            policy = policy with { FreeShippingOver = decimal.Parse(freeOver.Groups[1].ValueSpan, CultureInfo.InvariantCulture) };
        }

        return said.Mentioned.Has(Concept.Return) && !RangePattern().IsMatch(text)
            ? policy with { ReturnDays = policy.ReturnDays ?? Days(text) }
            : policy;
    }

    private static Policy WithShopFacts(Policy policy, Sentence said, string text)
    {
        var statement = text.Trim(' ', '-', '*', '#', '.');
        var isAboutShipping = said.Mentioned.Has(Concept.Shipping) || said.Mentioned.Has(Concept.Deliver);
        return policy with
        {
            Destinations = policy.Destinations ?? (said.Mentioned.Has(Concept.Destination) && isAboutShipping ? statement : null),
            OpeningHours = policy.OpeningHours ?? (said.Mentioned.Has(Concept.OpeningHours) ? statement : null),
        };
    }

    /// <summary>Each shipping method's share of the paragraph: from its name to the next method's.</summary>
    private static void ReadShipping(string text, Dictionary<string, string> shipping)
    {
        var methods = MethodPattern().Matches(text);
        for (var i = 0; i < methods.Count; i++)
        {
            var end = i + 1 < methods.Count ? methods[i + 1].Index : text.Length;
            var terms = text[(methods[i].Index + methods[i].Length)..end].Trim(' ', ':', '.', ';', ',', '-', '(');
            if (terms.Contains('$', StringComparison.Ordinal))
            {
                shipping.TryAdd(methods[i].Groups[1].Value, terms);
            }
        }
    }

    private static string? Days(string text) => DaysPattern().Match(text) is { Success: true } days ? days.Groups[1].Value : null;

    [GeneratedRegex(@"(\d+)[ -]days?\b", RegexOptions.IgnoreCase)]
    private static partial Regex DaysPattern();

    [GeneratedRegex(@"\d+\s*(?:-|–|to)\s*\d+\s+(?:business\s+|working\s+)?days", RegexOptions.IgnoreCase)]
    private static partial Regex RangePattern();

    [GeneratedRegex(@"free\b[^.;$]*\bover \$(\d+(?:\.\d+)?)", RegexOptions.IgnoreCase)]
    private static partial Regex FreeOverPattern();

    [GeneratedRegex(@"\b(standard|express|overnight)\b(?:\s+(?:shipping|delivery))?", RegexOptions.IgnoreCase)]
    private static partial Regex MethodPattern();

    [GeneratedRegex(@"today(?: is|'s date is|:)\s*(\d{4}-\d{2}-\d{2})", RegexOptions.IgnoreCase)]
    private static partial Regex TodayPattern();
}
