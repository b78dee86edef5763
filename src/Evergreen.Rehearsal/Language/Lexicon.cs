using System.Collections.Frozen;

namespace Evergreen.Rehearsal.Language;

/// <summary>The words and phrases of <c>lexicon.txt</c>, kept as a trie of word stems. An entry may stand under several concepts.</summary>
internal sealed class Lexicon
{
    private const int Unknown = -1;
    private const int MinLengthForTypos = 5;

    private readonly FrozenDictionary<string, int> _stems;
    private readonly string[] _stemById;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _stemLookup;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _typoLookup;
    private readonly FrozenDictionary<long, int> _edges;
    private readonly ConceptSet[] _meanings;

    private Lexicon(Dictionary<string, int> stems, Dictionary<long, int> edges, List<ConceptSet> meanings)
    {
        _stems = stems.ToFrozenDictionary(StringComparer.Ordinal);
        _stemById = [.. stems.OrderBy(stem => stem.Value).Select(stem => stem.Key)];
        _stemLookup = _stems.GetAlternateLookup<ReadOnlySpan<char>>();
        _typoLookup = Misspellings(stems).ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _edges = edges.ToFrozenDictionary();
        _meanings = [.. meanings];
    }

    public static Lexicon Default { get; } = Load(DataFile.Lines("lexicon.txt"));

    /// <summary>Builds a lexicon from lines such as <c>Late: late overdue behind_schedule</c>.</summary>
    public static Lexicon Load(IEnumerable<string> lines)
    {
        var stems = new Dictionary<string, int>(StringComparer.Ordinal);
        var edges = new Dictionary<long, int>();
        var meanings = new List<ConceptSet> { default };
        foreach (var line in lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var concept = ConceptSet.Of(Enum.Parse<Concept>(line.AsSpan(0, colon)));
            foreach (var entry in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var node = 0;
                foreach (var word in entry.Split('_'))
                {
                    var stem = Stemmer.Stem(word).ToString();
                    if (!stems.TryGetValue(stem, out var id))
                    {
                        stems.Add(stem, id = stems.Count);
                    }

                    if (!edges.TryGetValue(Edge(node, id), out var next))
                    {
                        edges.Add(Edge(node, id), next = meanings.Count);
                        meanings.Add(default);
                    }

                    node = next;
                }

                meanings[node] |= concept;
            }
        }

        return new Lexicon(stems, edges, meanings);
    }

    /// <summary>A number for the word's stem, -1 when no entry uses it. One letter too few, too many or swapped is forgiven.</summary>
    public int StemId(ReadOnlySpan<char> lowerCaseWord)
    {
        var stem = Stemmer.Stem(lowerCaseWord);
        if (_stemLookup.TryGetValue(stem, out var id))
        {
            return id;
        }

        if (stem.ContainsAnyInRange('0', '9'))
        {
            return IsOrderNumber(lowerCaseWord) ? _stems["order"] : IsPromoCode(lowerCaseWord) ? _stems["promo"] : Unknown;
        }

        return stem.Length >= MinLengthForTypos ? Misspelt(stem) : Unknown;
    }

    /// <summary>What the longest entry that starts at the first of these stems means, and how many words it has.</summary>
    public (ConceptSet Meaning, int Words) Match(ReadOnlySpan<int> stems)
    {
        (ConceptSet, int) best = (default, 0);
        var node = 0;
        for (var i = 0; i < stems.Length && stems[i] != Unknown; i++)
        {
            if (!_edges.TryGetValue(Edge(node, stems[i]), out node))
            {
                break;
            }

            if (_meanings[node] != default)
            {
                best = (_meanings[node], i + 1);
            }
        }

        return best;
    }

    private static bool IsOrderNumber(ReadOnlySpan<char> word) => word.StartsWith("ord") && word.Length is >= 6 and <= 11;

    /// <summary>A word that ends in a percentage, such as summer20: nothing else in a shop looks like it.</summary>
    private static bool IsPromoCode(ReadOnlySpan<char> word)
    {
        var letters = word.TrimEnd("0123456789");
        return letters.Length >= 4 && word.Length - letters.Length is 1 or 2 && !letters.ContainsAnyExceptInRange('a', 'z');
    }

    private int Misspelt(ReadOnlySpan<char> stem)
    {
        if (_typoLookup.TryGetValue(stem, out var missing))
        {
            return missing;
        }

        Span<char> shorter = stackalloc char[stem.Length - 1];
        for (var skip = 0; skip < stem.Length; skip++)
        {
            stem[..skip].CopyTo(shorter);
            stem[(skip + 1)..].CopyTo(shorter[skip..]);
            if (_stemLookup.TryGetValue(shorter, out var added) && shorter.Length >= MinLengthForTypos)
            {
                return added;
            }

            if (_typoLookup.TryGetValue(shorter, out var swapped) && AreSwapped(stem, _stemById[swapped]))
            {
                return swapped;
            }
        }

        return Unknown;
    }

    /// <summary>Two letters that changed places. A letter that is simply another one makes another word too often.</summary>
    private static bool AreSwapped(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var same = one.CommonPrefixLength(other);
        return one.Length == other.Length && same + 1 < one.Length && one[same] == other[same + 1] && one[same + 1] == other[same]
            && one[(same + 2)..].SequenceEqual(other[(same + 2)..]);
    }

    private static Dictionary<string, int> Misspellings(Dictionary<string, int> stems)
    {
        var misspellings = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (stem, id) in stems)
        {
            for (var skip = 0; skip < stem.Length && stem.Length > MinLengthForTypos; skip++)
            {
                misspellings.TryAdd(stem.Remove(skip, 1), id);
            }
        }

        return misspellings;
    }

    private static long Edge(int node, int stem) => ((long)node << 32) | (uint)stem;
}
