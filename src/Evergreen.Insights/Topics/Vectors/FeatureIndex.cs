namespace Evergreen.Insights.Topics.Vectors;

/// <summary>Numbers features (words, or character runs) in the order they are met.</summary>
internal sealed class FeatureIndex
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public FeatureIndex() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _numbers.Count;

    public IEnumerable<string> Names => _numbers.Keys;

    /// <summary>The feature's number, a new one when it is met for the first time.</summary>
    public int Add(ReadOnlySpan<char> feature)
    {
        if (!_lookup.TryGetValue(feature, out var number))
        {
            number = _numbers.Count;
            _lookup[feature] = number;
        }

        return number;
    }

    /// <summary>The feature's number, or -1.</summary>
    public int Find(ReadOnlySpan<char> feature) => _lookup.TryGetValue(feature, out var number) ? number : -1;
}
