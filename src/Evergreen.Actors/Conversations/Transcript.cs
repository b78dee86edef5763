using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Catalog;

namespace Evergreen.Actors.Conversations;

/// <summary>What a conversation has come to so far; written by its <see cref="ConversationActor"/> alone.</summary>
internal sealed class Transcript(ConversationContext conversation)
{
    private readonly List<Message> _messages = [];
    private readonly List<ToolCallRecord> _toolCalls = [];
    private DateTimeOffset _startedAt;
    private TimeSpan _waited;
    private int _turns;
    private Usage _usage = Usage.None;

    /// <summary>Whether anything asked for may have changed the shop, whether or not an answer was seen.</summary>
    public bool HasActions => _messages.Exists(
        message => message.ToolCalls?.Any(call => conversation.Run.IsAction(call.Function.Name)) == true);

    public void BeganAt(DateTimeOffset now) => _startedAt = now;

    public void Played(TurnWork work)
    {
        _turns++;
        Add(work);
    }

    /// <summary>A turn that was cut short: kept, not counted.</summary>
    public void Abandoned(TurnWork work) => Add(work);

    public void Waited(TimeSpan time) => _waited += time;

    /// <param name="ending">What was said to end it; a completed conversation with a ticket is an escalated one.</param>
    /// <param name="reason">Why, when the ending alone does not say.</param>
    /// <param name="changes">What it changed in the shop.</param>
    /// <param name="now">When it ended.</param>
    public ConversationRecord Close(Ending ending, string? reason, IReadOnlyList<ShopChangeRecord> changes, DateTimeOffset now) => new()
    {
        Id = conversation.Id,
        ScenarioId = conversation.Conversation.Scenario.Id,
        Category = conversation.Conversation.Scenario.Category,
        Release = conversation.Plan.Release.Name,
        Model = conversation.Plan.Model,
        Ending = ending == Ending.Completed && changes.Any(change => change.Table == "support_tickets") ? Ending.Escalated : ending,
        EndingReason = reason,
        Turns = _turns,
        Messages = _messages,
        ToolCalls = _toolCalls,
        ShopChanges = changes,
        Usage = _usage,
        Timing = new Timing(_startedAt, (now - _startedAt).TotalSeconds, _waited.TotalSeconds),
        WorldClock = conversation.Plan.WorldClock,
    };

    public static IReadOnlyList<ShopChangeRecord> ToRecords(IReadOnlyList<ShopChange> changes) =>
        changes.Select(change => new ShopChangeRecord(change.Table, change.Change, new RawJson(change.Row))).ToList();

    private void Add(TurnWork work)
    {
        _messages.AddRange(work.Messages);
        _toolCalls.AddRange(work.ToolCalls);
        _usage = _usage.Plus(work.Usage);
        _waited += work.Waited;
    }
}
