using Evergreen.Insights.Checks;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Scoring;

/// <summary>The scorers that need no judge: they read the trace and the shop.</summary>
public static class Scorers
{
    private static readonly IReadOnlyList<ConversationCheck> PolicyChecks =
        [new InventedFact(), new ClaimedWithoutDoing(), new ActionWithoutOwnership(), new PaidTwice()];

    /// <summary>
    /// <c>end_state</c> (was the right refund or return made, once, for the right amount: what the row expects of the shop, or else
    /// what the shop owed), <c>policy</c> (nothing invented,
    /// claimed, done for a stranger or paid twice), <c>escalation</c> (no ticket without need), <c>tool_errors</c>, <c>turns</c> and
    /// <c>tokens</c>.
    /// </summary>
    public static IReadOnlyList<IScorer> WithoutJudge { get; } =
    [
        new TraceScorer("end_state", ScoreScale.Verdict, EndStateScore),
        new TraceScorer("policy", ScoreScale.Verdict, (trace, _) => PolicyScore(trace)),
        new TraceScorer("escalation", ScoreScale.Verdict, (trace, _) => EscalationScore(trace)),
        new TraceScorer("tool_errors", ScoreScale.Amount, (trace, _) => ToolErrorScore(trace)),
        Amount("turns", conversation => conversation.Turns, "not counted"),
        Amount("tokens", conversation => conversation.Usage.InputTokens + conversation.Usage.OutputTokens, "not counted"),
    ];

    /// <summary>A scorer of something that can be counted or priced.</summary>
    /// <param name="name">Its name, e.g. <c>cost</c>.</param>
    /// <param name="measure">The amount; null when it is unknown, which is not scored.</param>
    /// <param name="whyUnknown">What is then said.</param>
    public static IScorer Amount(string name, Func<ConversationRecord, double?> measure, string whyUnknown) =>
        new TraceScorer(name, ScoreScale.Amount, (trace, _) =>
            measure(trace.Record) is { } amount ? (amount, "") : (null, $"not scored: {whyUnknown}"));

    private static (double?, string) EndStateScore(ConversationTrace trace, string? expected) => EndState.Problems(trace, expected) switch
    {
        null => (null, "not scored: nothing was owed and nothing was granted"),
        { Count: 0 } => (1, "what was owed or expected was done, once, and for the right amount"),
        var problems => (0, string.Join("; ", problems)),
    };

    private static (double?, string) PolicyScore(ConversationTrace trace)
    {
        var broken = PolicyChecks.Where(check => check.Found(trace) == true).Select(check => check.Name).ToList();
        return broken.Count == 0 ? (1, "no policy was broken") : (0, string.Join("; ", broken));
    }

    private static (double?, string) EscalationScore(ConversationTrace trace)
    {
        var ticket = trace.Calls.FirstOrDefault(c => c is { Name: "escalate_to_human", Succeeded: true });
        return ticket is null ? (1, "no ticket was opened")
            : ticket.Index == 0 ? (0, "a ticket was opened before anything was looked up")
            : new EscalatedAfterTransientError().Found(trace) == true ? (0, "a ticket was opened over a fault that would have passed")
            : (1, "a ticket was opened after other means");
    }

    private static (double?, string) ToolErrorScore(ConversationTrace trace)
    {
        // A lookup that finds nothing has done its work.
        var errors = trace.Calls.Where(c => c.Record.Status >= 400 && !(c.Record.Status == 404 && c.Record.ErrorCode is null)).ToList();
        return (errors.Count, string.Join("; ", errors.Select(c => $"{c.Name} {c.Record.Status} {c.Record.ErrorCode}".TrimEnd())));
    }

    private sealed class TraceScorer(string name, ScoreScale scale, Func<ConversationTrace, string?, (double? Value, string Reason)> score) : IScorer
    {
        public string Name => name;

        public ScoreScale Scale => scale;

        public Task<Score> ScoreAsync(ConversationRecord conversation, string? expected, CancellationToken cancellationToken)
        {
            var (value, reason) = score(new ConversationTrace(conversation), expected);
            return Task.FromResult(new Score(name, value, reason));
        }
    }
}
