using Evergreen.Insights.Topics.Facets;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>The topics of a run as some of its conversations have them: the maps stay, sizes and counts are of the selection.</summary>
public static class TopicSelection
{
    /// <summary>Narrows topics to a selection.</summary>
    /// <param name="topics">The run's topics.</param>
    /// <param name="selected">The ids of the selected conversations.</param>
    /// <param name="readings">The run's conversations, read.</param>
    public static RunTopics Only(RunTopics topics, IReadOnlySet<string> selected, IReadOnlyList<FacetReading> readings)
    {
        var read = readings.Where(r => selected.Contains(r.Conversation.Id)).ToDictionary(r => r.Conversation.Id, StringComparer.Ordinal);
        return topics with { Facets = [.. topics.Facets.Select(facet => Only(facet, read))] };
    }

    private static FacetMap Only(FacetMap facet, Dictionary<string, FacetReading> read)
    {
        var assignments = facet.Assignments.Where(a => read.ContainsKey(a.Id)).ToList();
        var members = assignments.ToLookup(a => a.Topic, StringComparer.Ordinal);
        var answers = read.Values.Select(r => AnswerIn(r, facet.Facet)).OfType<FacetAnswer>().ToList();
        return facet with
        {
            Conversations = answers.Count,
            Failed = answers.Count(a => a.Error is not null),
            Nothing = answers.Count(a => a.Error is null) - assignments.Count,
            Assignments = assignments,
            Topics = [.. facet.Topics.Where(t => members[t.Id].Any()).Select(t => Only(t, facet, members[t.Id], read)).OrderByDescending(t => t.Size)],
        };
    }

    private static Topic Only(Topic topic, FacetMap facet, IEnumerable<TopicAssignment> members, Dictionary<string, FacetReading> read)
    {
        var size = members.Count();
        if (read.ContainsKey(topic.ExampleId))
        {
            return topic with { Size = size };
        }

        var nearest = read[members.MaxBy(a => a.Similarity)!.Id];
        var text = facet.Source == FacetSlice.CustomerTurns ? nearest.CustomerTurns : AnswerIn(nearest, facet.Facet)?.Summary ?? "";
        return topic with { Size = size, ExampleId = nearest.Conversation.Id, Example = text };
    }

    /// <summary>The answer a map's text was taken from; null when the conversation has no part in the map.</summary>
    private static FacetAnswer? AnswerIn(FacetReading reading, string map)
    {
        var slice = reading.Answers.Keys.SelectMany(FacetSlice.Of).FirstOrDefault(s => s.Name == map);
        var answer = reading.Answers.GetValueOrDefault(slice?.Facet ?? map);
        return slice?.Class is { } wanted && answer is { Error: null } && answer.Sentiment != wanted ? null : answer;
    }
}
