using Evergreen.Insights.Topics.Runs;

namespace Evergreen.Host.Topics;

/// <summary>One facet's topics in a run, beside those of the run that its map was made from.</summary>
internal sealed record TopicShares(string Facet, int Conversations, int Unsorted, int Nothing, int Failed, IReadOnlyList<TopicShare> Topics)
{
    /// <summary>Compares a facet of a sorted run with the run whose maps sorted it.</summary>
    public static TopicShares Of(FacetMap map, RunTopics by)
    {
        var read = map.Conversations - map.Failed;
        var before = by.Facets.FirstOrDefault(facet => facet.Facet == map.Facet);
        var model = by.Models.GetValueOrDefault(map.Facet);
        var known = before is not null
            ? before.Topics.Select(topic => (topic.Id, topic.Name, topic.Size, All: before.Conversations - before.Failed))
            : model?.Topics.Select(topic => (topic.Id, topic.Name, topic.Size, All: model.Texts)) ?? [];
        var now = map.Topics.ToDictionary(topic => topic.Id, StringComparer.Ordinal);
        var topics = known
            .Select(topic => new TopicShare(topic.Id, topic.Name, now.GetValueOrDefault(topic.Id)?.Size ?? 0, read, topic.Size, topic.All))
            .Concat(map.Topics.Where(topic => !known.Any(other => other.Id == topic.Id)).Select(topic => new TopicShare(topic.Id, topic.Name, topic.Size, read, 0, 0)));
        return new TopicShares(
            map.Facet,
            map.Conversations,
            map.Assignments.Count(a => a.Topic == Insights.Topics.Topic.Other),
            map.Nothing,
            map.Failed,
            [.. topics.OrderByDescending(topic => topic.Size)]);
    }
}

/// <summary>A topic's share in a run and in the run of its map; a share is absent when there is nothing it could be of.</summary>
internal sealed record TopicShare(string Topic, string Name, int Size, int Read, int ModelSize, int ModelRead)
{
    public double? Share => Read == 0 ? null : (double)Size / Read;

    public double? ModelShare => ModelRead == 0 ? null : (double)ModelSize / ModelRead;
}
