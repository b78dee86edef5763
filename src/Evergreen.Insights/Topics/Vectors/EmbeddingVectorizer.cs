using System.Globalization;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Topics.Vectors;

/// <summary>Vectors from an embedding model.</summary>
internal sealed class EmbeddingVectorizer(IEmbeddingGenerator<string, Embedding<float>> generator) : ITextVectorizer
{
    private const int TextsPerCall = 256;

    public string Kind { get; } = KindOf(generator);

    public int Places { get; private set; }

    public static string KindOf(IEmbeddingGenerator<string, Embedding<float>> generator)
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        return $"embedding {metadata?.DefaultModelId ?? "of unknown model"}";
    }

    public IEnumerable<string> PlaceNames() => Enumerable.Range(0, Places).Select(p => p.ToString(CultureInfo.InvariantCulture));

    public async Task<IReadOnlyList<TextVector>> VectorizeAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var vectors = new TextVector[texts.Count];
        Array.Fill(vectors, TextVector.Zero);
        var readable = Enumerable.Range(0, texts.Count).Where(i => Tokenizer.Clean(texts[i]).Length > 0);
        foreach (var call in readable.Chunk(TextsPerCall))
        {
            var embeddings = await generator.GenerateAsync(call.Select(i => texts[i]), cancellationToken: cancellation);
            if (embeddings.Count != call.Length)
            {
                throw new InvalidOperationException($"{Kind} gave {embeddings.Count} vectors for {call.Length} texts");
            }

            foreach (var (text, embedding) in call.Zip(embeddings))
            {
                vectors[text] = TextVector.Dense(embedding.Vector.Span);
                Places = Places == 0 ? embedding.Vector.Length : Places;
                if (embedding.Vector.Length != Places)
                {
                    throw new InvalidOperationException($"{Kind} gave vectors of {Places} and of {embedding.Vector.Length} numbers");
                }
            }
        }

        return vectors;
    }
}
