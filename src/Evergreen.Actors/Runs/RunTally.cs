using Evergreen.Actors.Conversations;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Runs;

/// <summary>The sums of a run. Its size does not depend on how many conversations have ended.</summary>
/// <param name="concurrency">What the run was allowed to have under way at once; the ideal time depends on it.</param>
public sealed class RunTally(int concurrency)
{
    private readonly SortedDictionary<string, int> _byEnding = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _byCategory = new(StringComparer.Ordinal);
    private readonly DurationHistogram _seconds = new();
    private RunTotals _totals = new();
    private Usage _usage = Usage.None;
    private double _waitedSeconds;
    private double _longestWait;

    /// <summary>The most conversations that were seen under way at once.</summary>
    public int PeakInFlight { get; private set; }

    /// <summary>Conversations added.</summary>
    public int Ended => _totals.Conversations;

    /// <summary>How many ended so.</summary>
    public int CountOf(Ending ending) => _byEnding.GetValueOrDefault(ending.ToString());

    /// <summary>Notes how many are under way.</summary>
    public void SawInFlight(int count) => PeakInFlight = Math.Max(PeakInFlight, count);

    /// <summary>Adds a conversation that has ended.</summary>
    public void Add(ConversationTally ended)
    {
        _byEnding[ended.Ending.ToString()] = _byEnding.GetValueOrDefault(ended.Ending.ToString()) + 1;
        _byCategory[ended.Category] = _byCategory.GetValueOrDefault(ended.Category) + 1;
        _seconds.Add(ended.Seconds);
        _waitedSeconds += ended.WaitedSeconds;
        _longestWait = Math.Max(_longestWait, ended.WaitedSeconds);
        _usage = _usage.Plus(ended.Usage);
        _totals = _totals with
        {
            Conversations = _totals.Conversations + 1,
            Turns = _totals.Turns + ended.Turns,
            ToolCalls = _totals.ToolCalls + ended.ToolCalls,
            ToolAttempts = _totals.ToolAttempts + ended.ToolAttempts,
            ToolRetries = _totals.ToolRetries + ended.ToolAttempts - ended.ToolCalls,
            TransientFailures = _totals.TransientFailures + ended.TransientFailures,
            Escalations = _totals.Escalations + (ended.Ending == Ending.Escalated ? 1 : 0),
            Refunds = _totals.Refunds + ended.Refunds,
            Returns = _totals.Returns + ended.Returns,
            Tickets = _totals.Tickets + ended.Tickets,
        };
    }

    /// <summary>The sums so far.</summary>
    /// <param name="spans">Span rows written.</param>
    /// <param name="spansDropped">Span rows that could not be.</param>
    public RunTotals Totals(long spans = 0, long spansDropped = 0) => _totals with
    {
        ModelCalls = _usage.ModelCalls,
        InputTokens = _usage.InputTokens,
        OutputTokens = _usage.OutputTokens,
        CostUsd = _usage.CostUsd,
        ByEnding = new Dictionary<string, int>(_byEnding),
        ByCategory = new Dictionary<string, int>(_byCategory),
        Spans = spans,
        SpansDropped = spansDropped,
    };

    /// <summary>How long it took beside how long it had to take.</summary>
    public RunTiming Timing(TimeSpan wall)
    {
        var ideal = Math.Max(_waitedSeconds / concurrency, _longestWait);
        return new RunTiming
        {
            WallSeconds = wall.TotalSeconds,
            IdealSeconds = ideal,
            Efficiency = ideal > 0 && wall > TimeSpan.Zero ? ideal / wall.TotalSeconds : null,
            PeakInFlight = PeakInFlight,
            ConversationSeconds = _seconds.Percentiles(),
        };
    }
}
