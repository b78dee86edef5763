using System.ClientModel;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Evergreen.Host.Models;

/// <summary>
/// One model behind the OpenAI package's client: one request a call, its failures as <see cref="ProviderException"/>. Uses the
/// package's protocol method and reads and writes the JSON itself: its typed messages cost several times the CPU, lose what a
/// model wrote as arguments, and break on answers that are slightly off.
/// </summary>
internal sealed class OpenAIModel(ChatClient client, ChatRequest request, TimeProvider clock) : IChatClient
{
    private volatile bool _knowsSeed = true;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var withSeed = _knowsSeed && options?.Seed is not null;
            var body = BinaryContent.Create(BinaryData.FromBytes(request.Write(messages, options, withSeed)));
            try
            {
                return await SendAsync(body, cancellationToken).ConfigureAwait(false);
            }
            catch (ProviderException fault) when (withSeed && IsAboutSeed(fault))
            {
                _knowsSeed = false;
            }
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("the gateway asks for whole answers");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private async Task<ChatResponse> SendAsync(BinaryContent body, CancellationToken cancellationToken)
    {
        var (response, limits) = await OpenAIExchange.SendAsync(
            options => client.CompleteChatAsync(body, options), ChatAnswer.Read, clock, cancellationToken).ConfigureAwait(false);
        if (limits != RateLimitHeaders.None)
        {
            (response.AdditionalProperties ??= [])[ModelResponseProperties.RateLimits] = limits;
        }

        return response;
    }

    private static bool IsAboutSeed(ProviderException fault) =>
        fault.Status is 400 or 422 && fault.Message.Contains("seed", StringComparison.OrdinalIgnoreCase);
}
