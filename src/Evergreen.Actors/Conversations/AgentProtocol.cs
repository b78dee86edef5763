using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Conversations;

/// <summary>What customer and agent say to each other, and what the agent tells its conversation.</summary>
internal static class AgentProtocol
{
    /// <summary>Customer to agent: a line. One turn at a time.</summary>
    /// <param name="Turn">From 1.</param>
    /// <param name="Text">What the customer says.</param>
    public sealed record CustomerLine(int Turn, string Text);

    /// <summary>Agent to customer: the turn's answer.</summary>
    /// <param name="Turn">The turn it answers.</param>
    /// <param name="Text">What the agent says.</param>
    /// <param name="Work">What the turn took.</param>
    public sealed record AgentReply(int Turn, string Text, TurnWork Work);

    /// <summary>Agent to conversation: no answer can be given any more.</summary>
    public sealed record AgentFailed(Ending Ending, string Reason);

    /// <summary>Agent to conversation, its last word when it is stopped in the middle of a turn: what had been done of it.</summary>
    public sealed record TurnAbandoned(TurnWork Work);
}

/// <summary>What a turn added to the transcript and what it took.</summary>
/// <param name="Messages">From the customer's line to the agent's reply.</param>
/// <param name="ToolCalls">The settled calls, in the order they were asked for.</param>
/// <param name="Usage">The agent's model calls.</param>
/// <param name="Waited">What model, services and backoff asked the turn to wait.</param>
internal sealed record TurnWork(
    IReadOnlyList<Message> Messages, IReadOnlyList<ToolCallRecord> ToolCalls, Usage Usage, TimeSpan Waited);
