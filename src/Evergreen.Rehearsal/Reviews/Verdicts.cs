using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>What a judge answers, and why: the key of its reason in <c>reviews.txt</c>.</summary>
internal sealed record Judgement(bool IsYes, string Reason, string? About = null);

/// <summary>The three questions that judges are asked.</summary>
internal static class Verdicts
{
    public static Judgement Helpfulness(Findings findings)
    {
        var open = new Settlement(findings).Open;
        return findings switch
        {
            { Record.Turns.Count: 0 } => new Judgement(false, "helpful.nothing_said"),
            { DeadEnd: true } => new Judgement(false, "helpful.dead_end"),
            { GaveUpEarly: true } => new Judgement(false, "helpful.gave_up"),
            { ReturnLostToRefund: true } => new Judgement(false, "helpful.return_lost"),
            { EmptyPromise: { } promise } => new Judgement(false, "helpful.empty_promise", promise),
            { GoesInCircles: true } when open.Count > 0 => new Judgement(false, "helpful.circles"),
            { HasTicket: true, HasDueTicket: false } => new Judgement(false, "helpful.untried"),
            _ when open.Count == 0 => new Judgement(true, "helpful.yes"),
            { AsksForWhatWasGiven: true } => new Judgement(false, "helpful.asked_again"),
            { EndsByAsking: true } when findings.Record.Turns.Count == 1 || findings.Record.Calls.Any(call => call.Succeeded || call.FoundNothing) =>
                new Judgement(true, "helpful.asks"),
            _ => new Judgement(false, "helpful.open", Name(open[0].Intent)),
        };
    }

    public static Judgement Resolution(Findings findings)
    {
        var open = new Settlement(findings).Open;
        return findings switch
        {
            { Record.Turns.Count: 0 } => new Judgement(false, "resolved.nothing_said"),
            { GaveUpEarly: true } => new Judgement(false, "resolved.gave_up"),
            { EmptyPromise: { } promise } => new Judgement(false, "resolved.empty_promise", promise),
            { OrderMissing: true, HasDueTicket: false } => new Judgement(false, "resolved.order_missing"),
            { HasTicket: true, HasDueTicket: false } => new Judgement(false, "resolved.untried"),
            _ when open.Count > 0 => new Judgement(false, "resolved.open", Name(open[0].Intent)),
            { Record.Concerns.Count: 0, EndsByAsking: true } => new Judgement(false, "resolved.open", Name(Intent.OffTopic)),
            _ => new Judgement(true, "resolved.yes"),
        };
    }

    public static Judgement Empathy(Findings findings)
    {
        if (findings.Record.Turns.Count == 0)
        {
            return new Judgement(false, "empathy.nothing_said");
        }

        if (findings.IsCold)
        {
            return new Judgement(false, "empathy.cold");
        }

        var upset = findings.UpsetTurns.ToList();
        if (upset.Count == 0)
        {
            return new Judgement(true, "empathy.calm");
        }

        if (upset.Count > 1 && findings.GoesInCircles)
        {
            return new Judgement(false, "empathy.stock_phrase");
        }

        return upset.Exists(turn => !Findings.IsAcknowledged(turn)) && !Findings.IsAcknowledged(upset[0])
            ? new Judgement(false, "empathy.passed_over")
            : new Judgement(true, "empathy.yes");
    }

    public static string Name(Intent intent) => Phrasebook.Review.Name(intent.ToString());
}
