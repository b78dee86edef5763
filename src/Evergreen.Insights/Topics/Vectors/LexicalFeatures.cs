namespace Evergreen.Insights.Topics.Vectors;

/// <summary>What is counted in a text: its words, and its runs of three to five characters, which see through inflection and typos.</summary>
internal static class LexicalFeatures
{
    private const int ShortestRun = 3;
    private const int LongestRun = 5;

    public delegate int Number(ReadOnlySpan<char> feature);

    /// <summary>The words that are no stop words, numbered and counted.</summary>
    public static FeatureCounts Words(string clean, Number number)
    {
        var met = new List<int>();
        foreach (var word in Tokenizer.Words(clean))
        {
            if (!StopWords.Contains(word))
            {
                met.Add(number(word));
            }
        }

        return FeatureCounts.Of(met);
    }

    /// <summary>The character runs, across words, numbered and counted.</summary>
    public static FeatureCounts Runs(string clean, Number number)
    {
        var met = new List<int>(clean.Length * (LongestRun - ShortestRun + 1));
        for (var length = ShortestRun; length <= LongestRun; length++)
        {
            for (var start = 0; start + length <= clean.Length; start++)
            {
                met.Add(number(clean.AsSpan(start, length)));
            }
        }

        return FeatureCounts.Of(met);
    }
}

/// <summary>How often a text holds which feature.</summary>
/// <param name="Features">Numbers of features, ascending, without those that are unknown.</param>
/// <param name="Counts">The count of each, at least 1.</param>
internal readonly record struct FeatureCounts(int[] Features, int[] Counts)
{
    public static FeatureCounts Of(List<int> met)
    {
        met.Sort();
        var (features, counts) = (new List<int>(), new List<int>());
        foreach (var feature in met)
        {
            if (feature < 0)
            {
                continue;
            }

            if (features.Count > 0 && features[^1] == feature)
            {
                counts[^1]++;
            }
            else
            {
                features.Add(feature);
                counts.Add(1);
            }
        }

        return new FeatureCounts([.. features], [.. counts]);
    }
}
