namespace Evergreen.Insights.Topics;

/// <summary>How a map is made. The defaults are what was measured to work; see bench/topics.md.</summary>
public sealed record TopicOptions
{
    /// <summary>Decides every draw. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Coarser below 1, finer above it; 0.7 to 1.3 is a sensible range. Default 1.</summary>
    public double Resolution { get; init; } = 1;

    /// <summary>Fewer readable texts than this are not sorted. Default 30.</summary>
    public int FewestTexts { get; init; } = 30;

    /// <summary>A group of fewer texts is no topic. Default 3.</summary>
    public int SmallestTopic { get; init; } = 3;

    /// <summary>Of more distinct texts than this a sample makes the map and the rest is classified by it. Default 10,000.</summary>
    public int SampleLimit { get; init; } = 10_000;

    /// <exception cref="ArgumentOutOfRangeException">A value makes no sense; the message names it.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Resolution);
        ArgumentOutOfRangeException.ThrowIfLessThan(FewestTexts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SmallestTopic, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleLimit, FewestTexts);
    }
}
