using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models.Accounting;

/// <summary>Books every call; the outermost stage, so that stored answers are seen too and cost nothing.</summary>
internal sealed class AccountingStage(IChatClient inner, string model, ModelAccount account) : GatewayStage(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatResponse response;
        try
        {
            response = await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelCallException)
        {
            account.BookFailure();
            throw;
        }

        if (response.AdditionalProperties?.ContainsKey(ModelResponseProperties.Stored) == true)
        {
            account.BookStored();
            response.Set(ModelResponseProperties.CostUsd, 0m);
        }
        else if (account.Book(options?.ModelId ?? model, Use(response.Usage)) is { } cost)
        {
            response.Set(ModelResponseProperties.CostUsd, cost);
        }

        return response;
    }

    private static ModelUse? Use(UsageDetails? usage) =>
        usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
            ? new ModelUse(input, Math.Min(usage.CachedInputTokenCount ?? 0, input), output)
            : null;
}
