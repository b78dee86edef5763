using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Runs;

namespace Evergreen.Insights.Tests.Topics;

public class TopicSelectionTests
{
    private static readonly FacetReading[] Readings =
    [
        Read("a", new FacetAnswer("one") { Sentiment = Sentiment.Negative }),
        Read("b", new FacetAnswer("two") { Sentiment = Sentiment.Negative }),
        Read("c", new FacetAnswer("three") { Sentiment = Sentiment.Negative }),
        Read("d", new FacetAnswer { Sentiment = Sentiment.Negative }),
        Read("e", new FacetAnswer("fine") { Sentiment = Sentiment.Positive }),
        Read("f", new FacetAnswer { Error = "busy" }),
    ];

    private static readonly RunTopics Topics = new()
    {
        Facets =
        [
            new FacetMap
            {
                Facet = "negative_reasons", Source = "summaries", Conversations = 5, Nothing = 1, Failed = 1,
                Topics = [new Topic("t1", "First", [], 2, "a", "one"), new Topic("t2", "Second", [], 1, "c", "three")],
                Assignments = [new("a", "t1", 0.9), new("b", "t1", 0.8), new("c", "t2", 0.9)],
            },
        ],
        Models = new Dictionary<string, TopicModel>(),
    };

    [Fact]
    public void Sizes_and_counts_are_of_the_selection()
    {
        var map = Only("a", "c", "d", "e", "f");

        Assert.Equal((4, 1, 1), (map.Conversations, map.Nothing, map.Failed));
        Assert.Equal([("t1", 1), ("t2", 1)], map.Topics.Select(t => (t.Id, t.Size)));
        Assert.Equal(["a", "c"], map.Assignments.Select(a => a.Id));
    }

    [Fact]
    public void A_topic_without_a_selected_conversation_is_not_shown() =>
        Assert.Equal("t2", Assert.Single(Only("c").Topics).Id);

    [Fact]
    public void The_example_is_one_that_was_selected() =>
        Assert.Equal(("b", "two"), Only("b").Topics.Select(t => (t.ExampleId, t.Example)).Single());

    [Fact]
    public void Everything_selected_is_everything()
    {
        var (map, all) = (Only("a", "b", "c", "d", "e", "f"), Topics.Facets[0]);

        Assert.Equal(all.Topics.Select(t => (t.Id, t.Size, t.ExampleId)), map.Topics.Select(t => (t.Id, t.Size, t.ExampleId)));
        Assert.Equal((all.Conversations, all.Nothing, all.Failed), (map.Conversations, map.Nothing, map.Failed));
    }

    private static FacetMap Only(params string[] ids) => TopicSelection.Only(Topics, ids.ToHashSet(), Readings).Facets[0];

    private static FacetReading Read(string id, FacetAnswer answer) =>
        new(Some.Conversation(id), new Dictionary<string, FacetAnswer> { ["sentiment"] = answer });
}
