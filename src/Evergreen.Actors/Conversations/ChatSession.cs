using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Conversations;

/// <summary>A conversation with a person in the customer's place; disposing ends it and writes its trace.</summary>
public sealed class ChatSession : IAsyncDisposable
{
    /// <summary>Says a line and waits for the agent's reply.</summary>
    public Task<ChatReply> SayAsync(string text, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Ends the conversation; completes when its line is on disk.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>The agent's reply and the tool calls it made on the way.</summary>
/// <param name="Text">What the agent said; when the agent failed, why.</param>
/// <param name="ToolCalls">Calls with attempts and failures, in order.</param>
/// <param name="Ended">Set when the agent failed and the conversation is over.</param>
public sealed record ChatReply(string Text, IReadOnlyList<ToolCallRecord> ToolCalls, Ending? Ended);
