using System.Numerics.Tensors;

namespace Evergreen.Insights.Topics.Vectors;

/// <summary>
/// Texts as vectors without a model: words and character runs by TF-IDF, each block scaled to the same length. A feature that
/// only one text has joins it to no other, so it is not kept. Words come first among the places, then runs, both in ordinal order.
/// </summary>
internal sealed class LexicalVocabulary
{
    private const int FewestTexts = 2;

    private readonly Block _words;
    private readonly Block _runs;

    private LexicalVocabulary(int texts, Block words, Block runs) => (Texts, _words, _runs) = (texts, words, runs);

    /// <summary>How many texts it was learned from.</summary>
    public int Texts { get; }

    /// <summary>The number of places.</summary>
    public int Size => _words.Size + _runs.Size;

    /// <summary>Per word, in how many texts it stands.</summary>
    public IReadOnlyDictionary<string, int> Words => _words.TextsWith;

    /// <summary>Per character run, in how many texts it stands.</summary>
    public IReadOnlyDictionary<string, int> Runs => _runs.TextsWith;

    /// <summary>Learns from texts.</summary>
    /// <param name="texts">The distinct texts.</param>
    /// <param name="copies">How often each was said.</param>
    public static LexicalVocabulary Learn(IReadOnlyList<string> texts, IReadOnlyList<int> copies) =>
        new(copies.Sum(), Block.Learn(texts, copies, LexicalFeatures.Words), Block.Learn(texts, copies, LexicalFeatures.Runs));

    /// <summary>What was learned before.</summary>
    public static LexicalVocabulary Restore(
        int texts, IReadOnlyDictionary<string, int> words, IReadOnlyDictionary<string, int> runs) =>
        new(texts, new Block(texts, words, LexicalFeatures.Words), new Block(texts, runs, LexicalFeatures.Runs));

    /// <summary>The name of every place: words with an equals sign before them, runs as they are.</summary>
    public IEnumerable<string> PlaceNames() => _words.Names.Select(word => '=' + word).Concat(_runs.Names);

    public TextVector Vectorize(string text)
    {
        var clean = Tokenizer.Clean(text);
        var (words, wordWeights) = _words.Weigh(clean);
        var (runs, runWeights) = _runs.Weigh(clean);
        return TextVector.Sparse(
            [.. words, .. runs.Select(run => run + _words.Size)],
            [.. wordWeights, .. runWeights]);
    }

    private sealed class Block
    {
        private readonly Func<string, LexicalFeatures.Number, FeatureCounts> _count;
        private readonly FeatureIndex _index = new();
        private readonly float[] _rarity;

        public Block(int texts, IReadOnlyDictionary<string, int> textsWith, Func<string, LexicalFeatures.Number, FeatureCounts> count)
        {
            (_count, TextsWith, _rarity) = (count, textsWith, new float[textsWith.Count]);
            foreach (var (name, with) in textsWith.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                _rarity[_index.Add(name)] = (float)(Math.Log((1.0 + texts) / (1 + with)) + 1);
            }
        }

        public int Size => _index.Count;

        public IEnumerable<string> Names => _index.Names;

        public IReadOnlyDictionary<string, int> TextsWith { get; }

        public static Block Learn(
            IReadOnlyList<string> texts, IReadOnlyList<int> copies, Func<string, LexicalFeatures.Number, FeatureCounts> count)
        {
            var met = new FeatureIndex();
            var textsWith = new List<int>();
            for (var text = 0; text < texts.Count; text++)
            {
                foreach (var feature in count(Tokenizer.Clean(texts[text]), met.Add).Features)
                {
                    while (textsWith.Count <= feature)
                    {
                        textsWith.Add(0);
                    }

                    textsWith[feature] += copies[text];
                }
            }

            var kept = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (name, with) in met.Names.Zip(textsWith))
            {
                if (with >= FewestTexts)
                {
                    kept.Add(name, with);
                }
            }

            return new Block(copies.Sum(), kept, count);
        }

        public (int[] Features, float[] Weights) Weigh(string clean)
        {
            var (features, counts) = _count(clean, _index.Find);
            var weights = new float[features.Length];
            for (var i = 0; i < features.Length; i++)
            {
                weights[i] = (1 + MathF.Log(counts[i])) * _rarity[features[i]];
            }

            var length = TensorPrimitives.Norm<float>(weights);
            if (length > 0)
            {
                TensorPrimitives.Divide(weights, length, weights);
            }

            return (features, weights);
        }
    }
}
