namespace Evergreen.TopicBench;

/// <summary>How far a clustering agrees with the true labels.</summary>
internal static class Agreement
{
    /// <summary>Hubert and Arabie's adjusted Rand index: 1 for the same partition, 0 for chance.</summary>
    public static double AdjustedRandIndex<TLeft, TRight>(IReadOnlyList<TLeft> left, IReadOnlyList<TRight> right)
        where TLeft : notnull where TRight : notnull
    {
        var pairs = Pairs(left.Count);
        var together = Counts(left.Zip(right)).Sum(Pairs);
        var inLeft = Counts(left).Sum(Pairs);
        var inRight = Counts(right).Sum(Pairs);
        var expected = inLeft * inRight / pairs;
        var largest = (inLeft + inRight) / 2;
        return largest == expected ? 1 : (together - expected) / (largest - expected);
    }

    /// <summary>Mutual information divided by the mean of the two entropies.</summary>
    public static double NormalizedMutualInformation<TLeft, TRight>(IReadOnlyList<TLeft> left, IReadOnlyList<TRight> right)
        where TLeft : notnull where TRight : notnull
    {
        var ofLeft = Entropy(left);
        var ofRight = Entropy(right);
        var shared = ofLeft + ofRight - Entropy([.. left.Zip(right)]);
        return ofLeft + ofRight == 0 ? 1 : 2 * shared / (ofLeft + ofRight);
    }

    private static double Entropy<T>(IReadOnlyList<T> labels) where T : notnull =>
        -Counts(labels).Sum(n => (double)n / labels.Count * Math.Log((double)n / labels.Count));

    private static IEnumerable<int> Counts<T>(IEnumerable<T> labels) where T : notnull => labels.CountBy(l => l).Select(c => c.Value);

    private static double Pairs(int n) => n * (n - 1.0) / 2;
}
