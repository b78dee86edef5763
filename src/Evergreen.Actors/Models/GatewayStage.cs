using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>
/// A stage of the gateway. Whoever asks for a stream gets the whole answer as one, so that no call goes past limits, retries and
/// accounts.
/// </summary>
internal abstract class GatewayStage(IChatClient inner) : DelegatingChatClient(inner)
{
    public abstract override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);

    public sealed override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
