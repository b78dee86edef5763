using Akka.Actor;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Conversations;

/// <summary>A conversation with a person in the customer's place; disposing ends it and writes its trace.</summary>
public sealed class ChatSession : IAsyncDisposable
{
    private readonly IActorRef _chat;

    internal ChatSession(IActorRef chat) => _chat = chat;

    /// <summary>Says a line and waits for the agent's reply. One line at a time.</summary>
    public Task<ChatReply> SayAsync(string text, CancellationToken cancellationToken) =>
        _chat.Ask<ChatReply>(new GuestActor.Say(text), Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Ends the conversation; completes when its line is on disk.</summary>
    public async ValueTask DisposeAsync() =>
        await _chat.Ask<ChatReply>(GuestActor.Leave.Instance, Timeout.InfiniteTimeSpan, CancellationToken.None);
}

/// <summary>The agent's reply and the tool calls it made on the way.</summary>
/// <param name="Text">What the agent said.</param>
/// <param name="ToolCalls">Calls with attempts and failures, in order.</param>
/// <param name="Ended">Set when the conversation is over: no further line can be said.</param>
public sealed record ChatReply(string Text, IReadOnlyList<ToolCallRecord> ToolCalls, Ending? Ended);
