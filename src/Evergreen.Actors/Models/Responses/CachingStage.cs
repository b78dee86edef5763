using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models.Responses;

/// <summary>
/// Answers from the cache what was asked before at temperature 0. At any other temperature a repetition is a new draw. An answer that
/// cannot be kept is given all the same, and nobody further is admitted.
/// </summary>
internal sealed class CachingStage(IChatClient inner, string model, ResponseCache cache, AdmissionStop stop) : GatewayStage(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.Temperature is not 0)
        {
            return await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }

        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var key = RequestKey.Of(model, request, options);
        if (cache.Find(key) is { } stored)
        {
            return stored.ToResponse("cache");
        }

        var response = await InnerClient.GetResponseAsync(request, options, cancellationToken).ConfigureAwait(false);
        try
        {
            cache.Keep(key, StoredAnswer.From(response));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stop.Because($"answers can no longer be kept in the cache: {e.Message}");
        }

        return response;
    }
}
