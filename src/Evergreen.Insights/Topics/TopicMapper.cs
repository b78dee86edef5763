using Evergreen.Insights.Topics.Clustering;
using Evergreen.Insights.Topics.Layout;
using Evergreen.Insights.Topics.Vectors;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Topics;

/// <summary>
/// Sorts texts into as many topics as they have: vectors, a graph of nearest neighbours, its communities by Louvain's method,
/// passes to the nearest centre. The same texts and options give the same map to the bit, in whatever order they come.
/// </summary>
/// <param name="options">How the map is made.</param>
/// <param name="embeddings">Gives the vectors; null for lexical ones, which need no model.</param>
public sealed class TopicMapper(TopicOptions options, IEmbeddingGenerator<string, Embedding<float>>? embeddings = null)
{
    private const int FewTexts = 100;

    /// <summary>Makes a map.</summary>
    /// <param name="texts">The texts, each under an id of its own.</param>
    /// <param name="earlier">The model of an earlier map: topics found again keep their ids and names.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The map. Of too few texts it has no topics, and a note says so.</returns>
    /// <exception cref="ArgumentException">Two texts have the same id, or an option is out of range.</exception>
    public async Task<TopicMap> MapAsync(
        IReadOnlyList<TopicText> texts, TopicModel? earlier = null, CancellationToken cancellation = default)
    {
        options.Validate();
        var distinct = DistinctText.Collapse(texts);
        var readable = distinct.Where(d => d.Clean.Length > 0).ToArray();
        var count = readable.Sum(d => d.Ids.Count);
        if (count < options.FewestTexts)
        {
            return Unsorted(distinct, $"{count} readable texts are fewer than the {options.FewestTexts} a map needs; none was sorted");
        }

        var sample = Sample(readable);
        var copies = Array.ConvertAll(sample, d => d.Ids.Count);
        ITextVectorizer vectorizer = embeddings is null
            ? new LexicalVectorizer(LexicalVocabulary.Learn([.. sample.Select(d => d.Clean)], copies))
            : new EmbeddingVectorizer(embeddings);
        var vectors = await vectorizer.VectorizeAsync([.. sample.Select(d => d.Text)], cancellation);
        var clusters = new Clusterer(vectors, copies, vectorizer.Places)
            .Run(options.Resolution, options.SmallestTopic, options.Seed);
        if (clusters.Centroids.Count == 0)
        {
            return Unsorted(distinct, $"the texts have too little in common: no {options.SmallestTopic} of them make a topic");
        }

        var model = new TopicModelBuilder(sample, vectors, vectorizer, clusters).Build(options, earlier);
        var points = MapLayout.Arrange(clusters, options.Seed);
        var pointOf = sample.Zip(points).SelectMany(p => p.First.Ids.Select(id => (id, p.Second)))
            .ToDictionary(p => p.id, p => p.Second, StringComparer.Ordinal);

        var assignments = await new TopicClassifier(model, vectorizer).ClassifyAsync(texts, cancellation);
        return new TopicMap
        {
            Topics = Topics(model, assignments, texts),
            Assignments = [.. assignments.Select(a => pointOf.TryGetValue(a.Id, out var point) ? a with { Point = point } : a)],
            Model = model,
            Notes = [.. Notes(count, sample.Length, readable.Length, earlier, model)],
        };
    }

    private DistinctText[] Sample(DistinctText[] texts)
    {
        if (texts.Length <= options.SampleLimit)
        {
            return texts;
        }

        var order = Enumerable.Range(0, texts.Length).ToArray();
        new Random(options.Seed).Shuffle(order);
        return [.. order.Take(options.SampleLimit).Order().Select(i => texts[i])];
    }

    /// <summary>The topics of a model that have texts, largest first.</summary>
    internal static IReadOnlyList<Topic> Topics(
        TopicModel model, IReadOnlyList<TopicAssignment> assignments, IReadOnlyList<TopicText> texts)
    {
        var textOf = texts.ToDictionary(t => t.Id, t => t.Text, StringComparer.Ordinal);
        var members = assignments.ToLookup(a => a.Topic, StringComparer.Ordinal);
        return [.. model.Topics
            .Where(topic => members[topic.Id].Any())
            .Select(topic =>
            {
                var nearest = members[topic.Id].MaxBy(a => a.Similarity)!.Id;
                return new Topic(topic.Id, topic.Name, topic.Terms, members[topic.Id].Count(), nearest, textOf[nearest]);
            })
            .OrderByDescending(topic => topic.Size)];
    }

    private static TopicMap Unsorted(IEnumerable<DistinctText> texts, string note) => new()
    {
        Topics = [],
        Assignments = [.. texts.SelectMany(t => t.Ids).Order(StringComparer.Ordinal).Select(id => new TopicAssignment(id, Topic.Other, 0))],
        Notes = [note],
    };

    private static IEnumerable<string> Notes(int texts, int sampled, int distinct, TopicModel? earlier, TopicModel model)
    {
        if (texts < FewTexts)
        {
            yield return $"{texts} texts make an early map: below {FewTexts} the topics may still shift";
        }

        if (sampled < distinct)
        {
            yield return $"a sample of {sampled} of the {distinct} distinct texts made the map; the others were classified by it";
        }

        if (earlier is not null && earlier.Vectors != model.Vectors)
        {
            yield return $"the earlier map was made with {earlier.Vectors} vectors, this one with {model.Vectors}: all topics are new";
        }
    }
}
