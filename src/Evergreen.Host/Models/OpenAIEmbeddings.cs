using System.Buffers.Binary;
using System.ClientModel;
using System.Text.Json;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;

namespace Evergreen.Host.Models;

/// <summary>
/// One embedding model behind the OpenAI package's client, with the face of a chat model so that it passes the same gateway: the
/// messages are the texts, the answer holds their vectors as <see cref="VectorText"/>. Limits, retries, accounts, cache and
/// recordings then need no second implementation.
/// </summary>
internal sealed class OpenAIEmbeddings(EmbeddingClient client, string model, TimeProvider clock) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = messages.Select(message => message.Text).ToList();
        var (response, limits) = await OpenAIExchange.SendAsync(
            request => client.GenerateEmbeddingsAsync(BinaryContent.Create(BinaryData.FromBytes(Request(texts))), request),
            (body, _) => Answer(body, texts.Count),
            clock,
            cancellationToken).ConfigureAwait(false);
        if (limits != RateLimitHeaders.None)
        {
            (response.AdditionalProperties ??= [])[ModelResponseProperties.RateLimits] = limits;
        }

        return response;
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("the gateway asks for whole answers");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private byte[] Request(IReadOnlyList<string> texts)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("input");
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
            json.WriteString("encoding_format", "float");
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static ChatResponse Answer(ReadOnlyMemory<byte> body, int texts)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var vectors = root.GetProperty("data").EnumerateArray()
                .OrderBy(item => item.GetProperty("index").GetInt32())
                .Select(item => item.GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle()).ToArray())
                .ToList();
            return vectors.Count == texts && vectors.TrueForAll(vector => vector.Length > 0)
                ? new ChatResponse(new ChatMessage(ChatRole.Assistant, VectorText.Of(vectors)))
                {
                    FinishReason = ChatFinishReason.Stop,
                    Usage = Usage(root),
                }
                : throw new ProviderException(ProviderFault.BadAnswer, $"the answer holds {vectors.Count} embeddings for {texts} texts");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ProviderException(ProviderFault.BadAnswer, $"the answer holds no embeddings: {e.Message}", e);
        }
    }

    private static UsageDetails? Usage(JsonElement root) =>
        root.TryGetProperty("usage", out var usage) && usage.TryGetProperty("prompt_tokens", out var tokens) && tokens.TryGetInt64(out var used)
            ? new UsageDetails { InputTokenCount = used, OutputTokenCount = 0, TotalTokenCount = used }
            : null;
}

/// <summary>Vectors as a text: a line each, its numbers as base64 of 32-bit floats, lowest byte first.</summary>
internal static class VectorText
{
    public static string Of(IEnumerable<float[]> vectors) => string.Join('\n', vectors.Select(vector =>
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var n = 0; n < vector.Length; n++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(n * sizeof(float)), vector[n]);
        }

        return Convert.ToBase64String(bytes);
    }));

    public static IEnumerable<float[]> Read(string text) => text.Split('\n').Select(line =>
    {
        var bytes = Convert.FromBase64String(line);
        return Enumerable.Range(0, bytes.Length / sizeof(float)).Select(n => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(n * sizeof(float)))).ToArray();
    });
}
