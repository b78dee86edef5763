using Evergreen.Actors.Metrics;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>Measures the calls that go to a provider; stored answers never come this far.</summary>
internal sealed class MeteringStage(IChatClient inner, string model, TimeProvider clock) : GatewayStage(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var began = clock.GetTimestamp();
        var asked = options?.ModelId ?? model;
        try
        {
            var response = await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            var requests = response.AdditionalProperties?.GetValueOrDefault(ModelResponseProperties.Attempts) as int? ?? 1;
            EvergreenMeter.ModelCalled(asked, clock.GetElapsedTime(began), requests, error: null);
            if (response.Usage is { } usage)
            {
                EvergreenMeter.TokensUsed(asked, usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
            }

            return response;
        }
        catch (ModelCallException failed)
        {
            EvergreenMeter.ModelCalled(asked, clock.GetElapsedTime(began), failed.FailedAttempts.Count, failed.Failure.ToString());
            throw;
        }
    }
}
