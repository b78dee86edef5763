using Evergreen.Insights.Topics.Clustering;
using Evergreen.Insights.Topics.Vectors;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Topics;

/// <summary>Sorts texts by a map made before.</summary>
public sealed class TopicClassifier
{
    private readonly TopicModel _model;
    private readonly ITextVectorizer _vectorizer;
    private Centroids? _centroids;

    /// <param name="model">The map's model.</param>
    /// <param name="embeddings">The generator of the model's embeddings; null for a lexical model.</param>
    /// <exception cref="ArgumentException">The model was made with other vectors than these.</exception>
    public TopicClassifier(TopicModel model, IEmbeddingGenerator<string, Embedding<float>>? embeddings = null)
        : this(model, VectorizerFor(model, embeddings))
    {
    }

    internal TopicClassifier(TopicModel model, ITextVectorizer vectorizer) => (_model, _vectorizer) = (model, vectorizer);

    /// <summary>The nearest topic of each text, or Other; in ordinal order of the ids.</summary>
    /// <param name="texts">Any texts, each under an id of its own.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">Two texts have the same id.</exception>
    public async Task<IReadOnlyList<TopicAssignment>> ClassifyAsync(IReadOnlyList<TopicText> texts, CancellationToken cancellation = default)
    {
        var distinct = DistinctText.Collapse(texts);
        var vectors = await _vectorizer.VectorizeAsync([.. distinct.Select(d => d.Text)], cancellation);
        return [.. distinct.Zip(Classify(vectors))
            .SelectMany(pair => pair.First.Ids.Select(id => pair.Second with { Id = id }))
            .OrderBy(a => a.Id, StringComparer.Ordinal)];
    }

    internal IEnumerable<TopicAssignment> Classify(IEnumerable<TextVector> vectors)
    {
        _centroids ??= Centroids.Restore([.. _model.Topics.Select(Center)], _vectorizer.Places);
        foreach (var vector in vectors)
        {
            var (topic, similarity) = _centroids.Nearest(vector);
            var belongs = topic >= 0 && similarity >= _model.Threshold;
            yield return new TopicAssignment("", belongs ? _model.Topics[topic].Id : Topic.Other, Math.Min(1, similarity));
        }
    }

    private static TextVector Center(TopicCenter topic) => TextVector.Known([.. topic.Places], [.. topic.Values]);

    private static ITextVectorizer VectorizerFor(TopicModel model, IEmbeddingGenerator<string, Embedding<float>>? embeddings)
    {
        var kind = embeddings is null ? LexicalVectorizer.KindName : EmbeddingVectorizer.KindOf(embeddings);
        if (kind != model.Vectors)
        {
            throw new ArgumentException(
                $"the topic model was made with {model.Vectors} vectors and cannot be used with {kind} vectors; make the map again",
                nameof(embeddings));
        }

        return model.Vocabulary is { } vocabulary
            ? new LexicalVectorizer(LexicalVocabulary.Restore(vocabulary.Texts, vocabulary.Words, vocabulary.Runs))
            : new EmbeddingVectorizer(embeddings!);
    }
}
