using System.Collections.Concurrent;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Tests.Models;

/// <summary>A provider that does what its script says, one line a request, and fails loudly when the script runs dry.</summary>
internal sealed class ScriptedProvider(TimeProvider clock, params Func<CancellationToken, Task<ChatResponse>>[] script) : IChatClient
{
    private readonly ConcurrentQueue<Func<CancellationToken, Task<ChatResponse>>> _script = new(script);

    public List<DateTimeOffset> SentAt { get; } = [];

    public static ChatResponse Reply(string text, long input = 10, long output = 5) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        FinishReason = ChatFinishReason.Stop,
        ModelId = "stub-1",
        Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output },
    };

    public static Func<CancellationToken, Task<ChatResponse>> Answer(string text) => _ => Task.FromResult(Reply(text));

    public static Func<CancellationToken, Task<ChatResponse>> Fail(ProviderFault fault, double? retryAfter = null) =>
        _ => Task.FromException<ChatResponse>(new ProviderException(fault, $"{fault}")
        {
            Limits = new RateLimitHeaders { RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
        });

    public static Func<CancellationToken, Task<ChatResponse>> Hang() => cancellationToken =>
    {
        var never = new TaskCompletionSource<ChatResponse>();
        cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return never.Task;
    };

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        lock (SentAt)
        {
            SentAt.Add(clock.GetUtcNow());
        }

        return _script.TryDequeue(out var line) ? line(cancellationToken) : throw new InvalidOperationException("the script ran dry");
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("the gateway never streams");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
