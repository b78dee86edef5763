using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Tests;

/// <summary>A model that gives prepared answers in order, remembers what it was asked, and fails when it runs dry.</summary>
internal sealed class ScriptedModel(params string[] answers) : IChatClient
{
    public List<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Asked { get; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add(([.. messages], options));
        return Asked.Count <= answers.Length
            ? Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answers[Asked.Count - 1])))
            : throw new InvalidOperationException("the script has run dry");
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
