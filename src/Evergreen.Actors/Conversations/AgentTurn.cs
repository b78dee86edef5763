using Evergreen.Actors.Tooling;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Conversations;

/// <summary>A customer turn while the agent works on it: rounds, the calls of the present round, and what it all took.</summary>
internal sealed class AgentTurn(int number, string customerText, int historyStart, int place, DateTimeOffset startedAt)
{
    private readonly List<ToolCallRecord> _settled = [];
    private List<RoundCall> _round = [];
    private Usage _usage = Usage.None;
    private TimeSpan _waited;

    public int Number { get; } = number;

    public string CustomerText { get; } = customerText;

    public int HistoryStart { get; } = historyStart;

    public int Place { get; } = place;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Rounds of tool calls that were begun.</summary>
    public int Rounds { get; private set; }

    public bool RoundIsOver => _round.TrueForAll(call => call.Outcome is not null);

    public void ModelAnswered(ModelReply reply, TimeSpan waited)
    {
        _usage = _usage.Plus(new Usage(1, reply.InputTokens, reply.OutputTokens) { CostUsd = reply.CostUsd });
        _waited += waited;
    }

    public void BeginRound(IReadOnlyList<RequestedCall> calls, IReadOnlyList<int> places)
    {
        Rounds++;
        _round = calls.Zip(places, (call, place) => new RoundCall(call, place)).ToList();
    }

    /// <summary>Takes a call's outcome; null when the call is not awaited (any more).</summary>
    public RoundCall? Settle(string callId, ToolOutcome outcome)
    {
        var index = _round.FindIndex(call => call.Request.Id == callId && call.Outcome is null);
        if (index < 0)
        {
            return null;
        }

        var request = _round[index].Request;
        return _round[index] = _round[index] with { Outcome = outcome, Record = ToRecord(request, outcome) };
    }

    /// <summary>The round's calls and outcomes in the order the model asked, whatever the order they were settled in.</summary>
    public IReadOnlyList<(RequestedCall Request, ToolOutcome Outcome)> EndRound()
    {
        var results = TakeSettled();
        // Actions ran one after another, and only they have services to wait for.
        _waited += results.Aggregate(TimeSpan.Zero, (sum, result) => sum + result.Outcome.Waited);
        return results;
    }

    /// <summary>What the turn came to; also of one that is cut short in the middle of a round.</summary>
    public TurnWork Work(IReadOnlyList<Message> messages)
    {
        TakeSettled();
        return new TurnWork(messages, _settled, _usage, _waited);
    }

    private List<(RequestedCall Request, ToolOutcome Outcome)> TakeSettled()
    {
        var settled = _round.FindAll(call => call.Outcome is not null);
        _settled.AddRange(settled.Select(call => call.Record!));
        _round = [];
        return settled.ConvertAll(call => (call.Request, call.Outcome!));
    }

    private ToolCallRecord ToRecord(RequestedCall call, ToolOutcome outcome) =>
        new(call.Id, Number, call.Name, MessageJson.JsonOrString(call.Arguments), outcome.Status, outcome.Attempts)
        {
            ErrorCode = outcome.ErrorCode,
            Result = MessageJson.JsonOrString(outcome.Body),
            TransientFailures = outcome.TransientFailures,
        };
}

/// <summary>A call of the present round.</summary>
/// <param name="Request">What the model asked for.</param>
/// <param name="Place">Its span's place.</param>
/// <param name="Outcome">What it came to; null while it is awaited.</param>
/// <param name="Record">The two of them as the transcript has it.</param>
internal sealed record RoundCall(RequestedCall Request, int Place, ToolOutcome? Outcome = null, ToolCallRecord? Record = null);
