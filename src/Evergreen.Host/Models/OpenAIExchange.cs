using System.ClientModel;
using System.ClientModel.Primitives;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;

namespace Evergreen.Host.Models;

/// <summary>One request and its answer, whatever it asks for; every failure of it is a <see cref="ProviderException"/>.</summary>
internal static class OpenAIExchange
{
    /// <summary>Sends a request and reads a successful answer.</summary>
    /// <param name="send">Sends it, with options under which no status is an exception.</param>
    /// <param name="read">Reads the body, given its content type.</param>
    /// <param name="clock">What Retry-After counts from.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    /// <returns>What was read, with what the headers say of the provider's limits.</returns>
    public static async Task<(T Answer, RateLimitHeaders Limits)> SendAsync<T>(
        Func<RequestOptions, Task<ClientResult>> send, Func<ReadOnlyMemory<byte>, string?, T> read, TimeProvider clock, CancellationToken cancellationToken)
    {
        PipelineResponse answer;
        try
        {
            var options = new RequestOptions { CancellationToken = cancellationToken, ErrorOptions = ClientErrorBehaviors.NoThrow };
            var result = await send(options).ConfigureAwait(false);
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
            return answer.Status is < 200 or > 299
                ? throw OpenAIFaults.OfStatus(answer.Status, answer.Content.ToString(), limits)
                : (read(answer.Content.ToMemory(), Header(answer, "content-type")), limits);
        }
    }

    private static string? Header(PipelineResponse answer, string name) => answer.Headers.TryGetValue(name, out var value) ? value : null;
}
