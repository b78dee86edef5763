using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models.Responses;

/// <summary>Answers from a recording; there is no model behind it.</summary>
internal sealed class ReplayStage(string model, ResponseReplay replay) : GatewayStage(NoModel.Instance)
{
    private const int Excerpt = 60;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var stored = replay.Next(RequestKey.Of(model, request, options), () => Describe(request, options));
        return Task.FromResult(stored.ToResponse("recording"));
    }

    private string Describe(IReadOnlyList<ChatMessage> request, ChatOptions? options)
    {
        var last = request.Count > 0 ? request[^1] : null;
        var text = last?.Text is { Length: > 0 } words
            ? words
            : last?.Contents.OfType<FunctionResultContent>().FirstOrDefault()?.Result?.ToString() ?? "";
        var excerpt = text.Length > Excerpt ? text[..Excerpt] + "…" : text;
        var to = options?.ModelId ?? model;
        return $"{request.Count} messages to {to}, seed {options?.Seed}, ending in {last?.Role.Value} \"{excerpt}\"";
    }

    private sealed class NoModel : IChatClient
    {
        public static readonly NoModel Instance = new();

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("a replay has no model");

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("a replay has no model");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
