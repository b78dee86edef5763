using System.Collections.Frozen;
using System.Globalization;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>How a text feels, by the words of <c>sentiment.txt</c>.</summary>
internal static class Sentiment
{
    private const int LongestPhrase = 5;
    private const int NegationReach = 3;
    private const double LastWord = 0.7;

    private static readonly FrozenDictionary<string, double> Weights = Load();

    /// <summary>From which score on a text is not neutral.</summary>
    public const double Threshold = 0.8;

    /// <summary>The customer's feeling over several messages: the last says more than all before it together.</summary>
    public static double Of(IReadOnlyList<string> messages) => messages.Count switch
    {
        0 => 0,
        1 => Of(messages[0]),
        _ => (LastWord * Of(messages[^1])) + ((1 - LastWord) * messages.Take(messages.Count - 1).Average(Of)),
    };

    public static double Of(string text)
    {
        var score = (double)-Math.Min(2, Shouting(text));
        foreach (var sentence in text.ToLowerInvariant().Replace('’', '\'').Split(['.', '!', '?', ';', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            score += OfSentence(sentence);
        }

        return score;
    }

    private static double OfSentence(string sentence)
    {
        var words = Array.ConvertAll(
            sentence.Split([' ', '\t', ',', ':', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries), word => Stemmer.Stem(word).ToString());
        var score = 0.0;
        for (var i = 0; i < words.Length;)
        {
            var (weight, length) = Longest(words, i);
            score += Array.Exists(words[Math.Max(0, i - NegationReach)..i], IsNegation) ? -weight / 2 : weight;
            i += length;
        }

        return score;
    }

    private static (double Weight, int Length) Longest(string[] words, int start)
    {
        for (var length = Math.Min(LongestPhrase, words.Length - start); length > 0; length--)
        {
            if (Weights.TryGetValue(string.Join('_', words, start, length), out var weight))
            {
                return (weight, length);
            }
        }

        return (0, 1);
    }

    private static bool IsNegation(string word) => word is "not" or "no" or "never" or "without" || word.EndsWith("n't", StringComparison.Ordinal);

    /// <summary>Doubled marks and words in capitals; order numbers and codes are not shouted.</summary>
    private static int Shouting(string text)
    {
        var loud = text.Contains("!!", StringComparison.Ordinal) || text.Contains("?!", StringComparison.Ordinal) || text.Contains("??", StringComparison.Ordinal) ? 1 : 0;
        var capitals = text.Split(' ').Count(word => word.Length > 3 && word.All(char.IsAsciiLetterUpper));
        return loud + (capitals > 0 ? 1 : 0);
    }

    private static FrozenDictionary<string, double> Load()
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in DataFile.Lines("sentiment.txt"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            foreach (var entry in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                weights[string.Join('_', entry.Split('_').Select(word => Stemmer.Stem(word).ToString()))] =
                    double.Parse(line.AsSpan(0, colon), CultureInfo.InvariantCulture);
            }
        }

        return weights.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
