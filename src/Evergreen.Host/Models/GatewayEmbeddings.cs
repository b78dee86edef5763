using Microsoft.Extensions.AI;

namespace Evergreen.Host.Models;

/// <summary>Embeddings through a gateway that an <see cref="OpenAIEmbeddings"/> stands behind.</summary>
internal sealed class GatewayEmbeddings(IChatClient gateway, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    // The cache keeps what is asked at temperature 0, and the same text has the same vector.
    private static readonly ChatOptions Always = new() { Temperature = 0 };

    private readonly EmbeddingGeneratorMetadata _metadata = new(defaultModelId: model);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var response = await gateway.GetResponseAsync(
            [.. values.Select(text => new ChatMessage(ChatRole.User, text))], Always, cancellationToken).ConfigureAwait(false);
        return [.. VectorText.Read(response.Text).Select(vector => new Embedding<float>(vector))];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) && serviceKey is null ? _metadata : null;

    public void Dispose()
    {
    }
}
