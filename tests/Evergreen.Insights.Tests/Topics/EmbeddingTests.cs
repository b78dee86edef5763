using Evergreen.Insights.Topics;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Tests.Topics;

public class EmbeddingTests
{
    [Fact]
    public async Task Embeddings_replace_the_vectors_and_nothing_else()
    {
        var map = await new TopicMapper(new TopicOptions(), new MeaningEmbeddings()).MapAsync(Synonyms);

        Assert.Equal(2, map.Topics.Count);
        Assert.Equal("embedding meaning-1", map.Model!.Vectors);
        Assert.All(map.Topics, t => Assert.Single(
            map.Assignments.Where(a => a.Topic == t.Id).Select(a => ShopTexts.GroupOf(a.Id)).Distinct()));
        Assert.Equal(Topic.Other, map.Assignments.Single(a => a.Id == "empty-00").Topic);
    }

    [Fact]
    public async Task A_model_of_embeddings_classifies_with_the_same_generator_only()
    {
        var model = (await new TopicMapper(new TopicOptions(), new MeaningEmbeddings()).MapAsync(Synonyms)).Model!;
        var classified = await new TopicClassifier(model, new MeaningEmbeddings()).ClassifyAsync([new("x", "cash back, reader 99")]);

        Assert.Equal(model.Topics[0].Id, classified[0].Topic == Topic.Other ? "" : model.Topics[0].Id);
        Assert.Contains("embedding meaning-1", Assert.Throws<ArgumentException>(() => new TopicClassifier(model)).Message);
        Assert.Throws<ArgumentException>(() => new TopicClassifier(model, new MeaningEmbeddings("meaning-2")));
    }

    [Fact]
    public async Task Texts_without_a_letter_are_not_sent()
    {
        var embeddings = new MeaningEmbeddings();
        await new TopicMapper(new TopicOptions(), embeddings).MapAsync(Synonyms);

        Assert.DoesNotContain("!!!", embeddings.Asked);
    }

    [Fact]
    public async Task A_generator_that_gives_too_few_vectors_is_a_failure_not_a_shorter_map()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => new TopicMapper(new TopicOptions(), new MeaningEmbeddings { Forgets = 1 }).MapAsync(Synonyms));

        Assert.Equal("embedding meaning-1 gave 39 vectors for 40 texts", failure.Message);
    }

    /// <summary>No two texts of a group share a word that the other group lacks; only their meaning tells them apart.</summary>
    private static IReadOnlyList<TopicText> Synonyms { get; } =
    [
        .. ShopTexts.With("money", Enumerable.Range(0, 20).Select(i => $"cash back, reader {Letters(i)}")),
        .. ShopTexts.With("post", Enumerable.Range(0, 20).Select(i => $"parcel late, reader {Letters(i)}")),
        new TopicText("empty-00", "!!!"),
    ];

    private static string Letters(int i) => $"{(char)('a' + i)}{(char)('b' + i)}{(char)('c' + i)}";

    private sealed class MeaningEmbeddings(string model = "meaning-1") : IEmbeddingGenerator<string, Embedding<float>>
    {
        public List<string> Asked { get; } = [];

        public int Forgets { get; init; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
        {
            var texts = values.ToArray();
            Asked.AddRange(texts);
            return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Skip(Forgets).Select(Embed)));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("test", null, model) : null;

        public void Dispose()
        {
        }

        private static Embedding<float> Embed(string text)
        {
            var meaning = text.StartsWith("cash", StringComparison.Ordinal) ? 0 : 1;
            var numbers = new float[8];
            numbers[meaning] = 3;
            numbers[2 + (text.Sum(c => c) % 6)] = 1;
            return new Embedding<float>(numbers);
        }
    }
}
