using System.ClientModel;
using System.ClientModel.Primitives;
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
        PipelineResponse answer;
        try
        {
            var options = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
            var result = await client.CompleteChatAsync(body, options).ConfigureAwait(false);
            answer = result.GetRawResponse();
        }
        catch (Exception exception)
        {
            // Whatever a cancellation tore down on its way, to the caller it is the cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            if (OpenAIFaults.OfConnection(exception) is { } fault)
            {
                throw fault;
            }

            throw;
        }

        using (answer)
        {
            var limits = RateLimitHeaders.Read(name => Header(answer, name), clock.GetUtcNow());
            if (answer.Status is < 200 or > 299)
            {
                throw OpenAIFaults.OfStatus(answer.Status, answer.Content.ToString(), limits);
            }

            var response = ChatAnswer.Read(answer.Content.ToMemory(), Header(answer, "content-type"));
            if (limits != RateLimitHeaders.None)
            {
                (response.AdditionalProperties ??= [])[ModelResponseProperties.RateLimits] = limits;
            }

            return response;
        }
    }

    private static string? Header(PipelineResponse answer, string name) => answer.Headers.TryGetValue(name, out var value) ? value : null;

    private static bool IsAboutSeed(ProviderException fault) =>
        fault.Status is 400 or 422 && fault.Message.Contains("seed", StringComparison.OrdinalIgnoreCase);
}
