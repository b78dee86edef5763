using System.Text.RegularExpressions;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>Which product a customer means, out of those that prompt, tool descriptions and tool results have named.</summary>
internal sealed partial class ProductNames
{
    private static readonly ReadCache<IReadOnlyList<(string Sku, string Name)>> Pairs = new(ReadPairs);

    private readonly List<(string Sku, string Name, string[] Words)> _known = [];

    public void Add(string sku, string name)
    {
        if (!_known.Exists(p => p.Sku == sku))
        {
            _known.Add((sku, name, name.Split(' ', '-')));
        }
    }

    public string? NameOf(string sku) => _known.Find(p => p.Sku == sku).Name;

    /// <summary>The products whose names the text comes closest to: one when it is clear, several when it is not, none when it names none.</summary>
    public IReadOnlyList<string> MeantBy(string text)
    {
        var best = new List<string>();
        var bestScore = 0.0;
        foreach (var (sku, _, words) in _known)
        {
            var score = Closeness(text, words);
            if (score < MinCloseness || score < bestScore)
            {
                continue;
            }

            if (score > bestScore)
            {
                best.Clear();
                bestScore = score;
            }

            best.Add(sku);
        }

        return best;
    }

    /// <summary>The products that the text names one after the other.</summary>
    public IEnumerable<string> AllMeantBy(string text) => ClausePattern().Split(text).SelectMany(MeantBy).Distinct();

    /// <summary>Pairs such as "SKU-1002 Premium Hoodie" or "Premium Hoodie (SKU-1002)" in a text.</summary>
    public static IReadOnlyList<(string Sku, string Name)> PairsIn(string text) => Pairs.Of(text);

    private static IReadOnlyList<(string Sku, string Name)> ReadPairs(string text) =>
        [.. PairPattern().Matches(text).Select(match => (match.Groups["sku"].Value, match.Groups["name"].Value.Trim()))];

    private const double MinCloseness = 1;

    /// <summary>A name's last word says what it is and counts double; the others tell it apart.</summary>
    private static double Closeness(string text, string[] words)
    {
        var score = 0.0;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i].AsSpan().TrimEnd('s');
            if (word.Length >= 3 && HasWord(text, word))
            {
                score += i == words.Length - 1 ? 1.2 : 0.8;
            }
        }

        if (words.Length > 1 && text.Contains($"{words[^2]} {words[^1]}", StringComparison.OrdinalIgnoreCase))
        {
            score += 0.5;
        }

        return score;
    }

    private static bool HasWord(string text, ReadOnlySpan<char> word)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text.AsSpan(from).IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            if (from + at == 0 || !char.IsLetterOrDigit(text[from + at - 1]))
            {
                return true;
            }

            from += at + word.Length;
        }

        return false;
    }

    [GeneratedRegex(@"[,;.?!]\s|\b(?:or|and|than|versus|vs)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ClausePattern();

    [GeneratedRegex(@"(?<sku>SKU-\d{3,6})[\s:=–-]+(?<name>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*)|(?<name>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*)\s*[(:=–-]+\s*(?<sku>SKU-\d{3,6})")]
    private static partial Regex PairPattern();
}
