using Microsoft.Extensions.AI;

namespace Evergreen.Testing;

/// <summary>A model that answers from a script and fails loudly when the script has run dry.</summary>
public sealed class ScriptedModel : IChatClient
{
    private readonly Queue<Func<ModelCall, Task<ChatResponse>>> _script = new();
    private Func<ModelCall, Task<ChatResponse>>? _always;

    /// <summary>The calls made so far, in order.</summary>
    public List<ModelCall> Calls { get; } = [];

    /// <summary>Answers every call with the same words.</summary>
    public static ScriptedModel Always(string text) => new() { _always = _ => Task.FromResult(Text(text)) };

    /// <summary>Answers every call as <paramref name="answer"/> does.</summary>
    public static ScriptedModel Always(Func<ModelCall, ChatResponse> answer) => new() { _always = call => Task.FromResult(answer(call)) };

    /// <summary>Next: words.</summary>
    public ScriptedModel Says(string text) => Does(_ => Task.FromResult(Text(text)));

    /// <summary>Next: tool calls.</summary>
    public ScriptedModel AsksFor(params (string Id, string Tool, Dictionary<string, object?> Arguments)[] calls) =>
        Does(_ => Task.FromResult(Asking(calls)));

    /// <summary>Next: one tool call without arguments.</summary>
    public ScriptedModel AsksFor(string id, string tool) => AsksFor((id, tool, []));

    /// <summary>Next: no answer until the call is cancelled.</summary>
    public ScriptedModel Hangs() => Does(call => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Cancellation)
        .ContinueWith(_ => Text("too late"), TaskScheduler.Default));

    /// <summary>Next: an error, as a provider reports it.</summary>
    public ScriptedModel Fails(string message) => Does(_ => Task.FromException<ChatResponse>(new HttpRequestException(message)));

    /// <summary>Next: an exception on the caller's own thread.</summary>
    public ScriptedModel Throws(Exception exception) => Does(_ => throw exception);

    /// <summary>Next: whatever <paramref name="answer"/> comes to.</summary>
    public ScriptedModel Does(Func<ModelCall, Task<ChatResponse>> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    /// <summary>A plain answer.</summary>
    public static ChatResponse Text(string text) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        FinishReason = ChatFinishReason.Stop,
        Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
    };

    /// <summary>An answer that asks for tools.</summary>
    public static ChatResponse Asking(params (string Id, string Tool, Dictionary<string, object?> Arguments)[] calls) =>
        new(new ChatMessage(ChatRole.Assistant, [.. calls.Select(AIContent (call) => new FunctionCallContent(call.Id, call.Tool, call.Arguments))]))
        {
            FinishReason = ChatFinishReason.ToolCalls,
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 10 },
        };

    Task<ChatResponse> IChatClient.GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var call = new ModelCall([.. messages], options ?? new ChatOptions(), cancellationToken);
        lock (_script)
        {
            Calls.Add(call);
        }

        var answer = _always ?? (_script.TryDequeue(out var next)
            ? next
            : throw new InvalidOperationException($"the script has no answer for call {Calls.Count}: {call.Messages[^1].Text}"));
        return answer(call);
    }

    IAsyncEnumerable<ChatResponseUpdate> IChatClient.GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException("the actors do not stream");

    object? IChatClient.GetService(Type serviceType, object? serviceKey) => null;

    void IDisposable.Dispose()
    {
    }
}

/// <summary>A call as the model saw it.</summary>
public sealed record ModelCall(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, CancellationToken Cancellation);
