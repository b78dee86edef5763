using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Conversations;

/// <summary>What may be said to a conversation, what its agent and its customer tell it, and what it says in the end.</summary>
internal static class ConversationProtocol
{
    /// <summary>Begins the conversation; saying it again changes nothing. The sender gets one <see cref="ConversationEnded"/>.</summary>
    public sealed record Begin
    {
        /// <summary>The only instance.</summary>
        public static Begin Instance { get; } = new();
    }

    /// <summary>Ends the conversation now.</summary>
    public sealed record Abort(Ending Ending, string Reason);

    /// <summary>Agent to conversation: a turn was played to its end.</summary>
    public sealed record TurnPlayed(int Turn, TurnWork Work);

    /// <summary>Customer to conversation: there will be no further line.</summary>
    /// <param name="Ending">Completed when every turn was played, otherwise why not.</param>
    /// <param name="Reason">What the ending alone does not say; may be null.</param>
    /// <param name="Waited">What the customer's own model calls were asked to wait.</param>
    public sealed record CustomerDone(Ending Ending, string? Reason, TimeSpan Waited);

    /// <summary>Conversation to whoever began it: it has ended and its lines are on disk.</summary>
    /// <param name="ConversationId">Which.</param>
    /// <param name="Tally">What it adds to the run's sums.</param>
    /// <param name="NotRecorded">Why its lines could not be kept; null when they were.</param>
    public sealed record ConversationEnded(string ConversationId, ConversationTally Tally, string? NotRecorded);
}

/// <summary>A scenario to be played once.</summary>
/// <param name="Id">The scenario's id and the repetition: <c>shipping-03.2</c>.</param>
/// <param name="Scenario">The story.</param>
internal sealed record ConversationPlan(string Id, Scenario Scenario);

/// <summary>What one conversation adds to a run's sums; small, because a run keeps nothing else of what has ended.</summary>
public sealed record ConversationTally(
    string Category,
    Ending Ending,
    int Turns,
    Usage Usage,
    int ToolCalls,
    int ToolAttempts,
    int TransientFailures,
    int Refunds,
    int Returns,
    int Tickets,
    double Seconds,
    double WaitedSeconds)
{
    /// <summary>The tally of a conversation as it was recorded.</summary>
    public static ConversationTally Of(ConversationRecord record) => new(
        record.Category,
        record.Ending,
        record.Turns,
        record.Usage,
        record.ToolCalls.Count,
        record.ToolCalls.Sum(call => call.Attempts),
        record.ToolCalls.Sum(call => call.TransientFailures.Count),
        Inserted(record, "refund_requests"),
        Inserted(record, "returns"),
        Inserted(record, "support_tickets"),
        record.Timing.Seconds,
        record.Timing.WaitedSeconds);

    private static int Inserted(ConversationRecord record, string table) =>
        record.ShopChanges.Count(change => change is { Change: "inserted" } && change.Table == table);
}
