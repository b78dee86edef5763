namespace Evergreen.Insights.Topics.Clustering;

/// <summary>One direction of an edge.</summary>
/// <param name="To">The node it leads to.</param>
/// <param name="Weight">Above 0, the same in both directions.</param>
internal readonly record struct Edge(int To, float Weight);
