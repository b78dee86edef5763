using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics.Naming;

/// <summary>
/// The words, and pairs of words, that set each topic apart: frequent in the topic and rarer elsewhere, in the form people wrote
/// most often.
/// </summary>
internal sealed class DistinctiveTerms
{
    // A single text's wording is no evidence of what its topic is called.
    private const int FewestTexts = 2;

    private readonly Dictionary<string, Term> _terms = new(StringComparer.Ordinal);
    private readonly int[] _sizes;

    /// <param name="texts">The texts of the map.</param>
    /// <param name="copies">How often each was said.</param>
    /// <param name="labels">Per text its topic, or -1.</param>
    /// <param name="topics">The number of topics.</param>
    public DistinctiveTerms(IReadOnlyList<string> texts, IReadOnlyList<int> copies, int[] labels, int topics)
    {
        _sizes = new int[topics];
        for (var text = 0; text < texts.Count; text++)
        {
            if (labels[text] < 0)
            {
                continue;
            }

            _sizes[labels[text]] += copies[text];
            foreach (var (key, surface) in TermsOf(texts[text]).DistinctBy(t => t.Key, StringComparer.Ordinal))
            {
                if (!_terms.TryGetValue(key, out var term))
                {
                    _terms.Add(key, term = new Term(key, topics));
                }

                term.Add(labels[text], surface, copies[text]);
            }
        }
    }

    /// <summary>A topic's most distinctive terms, best first; no word stands in two of them.</summary>
    public IReadOnlyList<string> Of(int topic, int count)
    {
        var all = (double)_sizes.Sum();
        var ranked = _terms.Values
            .Where(term => term.In[topic] >= FewestTexts)
            .OrderByDescending(term =>
            {
                var share = (double)term.In[topic] / _sizes[topic];
                return share * Math.Log(1 + (share / (term.In.Sum() / all)));
            })
            .ThenBy(term => term.Key, StringComparer.Ordinal);

        var chosen = new List<Term>();
        foreach (var term in ranked)
        {
            if (chosen.Count == count)
            {
                break;
            }

            if (!chosen.Any(c => c.Words.Intersect(term.Words, StringComparer.Ordinal).Any()))
            {
                chosen.Add(term);
            }
        }

        return [.. chosen.Select(term => term.CommonestSurface())];
    }

    private static IEnumerable<(string Key, string Surface)> TermsOf(string text)
    {
        var (before, beforeKey) = ("", "");
        foreach (var word in Tokenizer.Words(Tokenizer.Clean(text)))
        {
            if (StopWords.Contains(word))
            {
                before = "";
                continue;
            }

            var key = WordForms.Singular(word);
            yield return (key, word);
            if (before.Length > 0 && key != beforeKey)
            {
                yield return ($"{beforeKey} {key}", $"{before} {word}");
            }

            (before, beforeKey) = (word, key);
        }
    }

    private sealed class Term(string key, int topics)
    {
        private readonly Dictionary<string, int> _surfaces = new(StringComparer.Ordinal);

        public string Key { get; } = key;

        public string[] Words { get; } = key.Split(' ');

        /// <summary>Per topic, how many of its texts have the term.</summary>
        public int[] In { get; } = new int[topics];

        public void Add(int topic, string surface, int copies)
        {
            In[topic] += copies;
            _surfaces[surface] = _surfaces.GetValueOrDefault(surface) + copies;
        }

        public string CommonestSurface() =>
            _surfaces.OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).First().Key;
    }
}
