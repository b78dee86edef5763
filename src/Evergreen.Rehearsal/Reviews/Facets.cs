using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Support;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>One-sentence summaries; null when there is nothing to say.</summary>
internal static class Facets
{
    public static string? Task(CaseRecord record)
    {
        var concerns = record.Concerns.Where(concern => concern.Intent != Intent.OffTopic || record.Concerns.Count == 1).ToList();
        if (concerns.Count == 0)
        {
            return null;
        }

        var product = Products(record);
        var main = concerns[0];
        var sentence = Phrasebook.Review.First(Phrasebook.Review.Has($"task.{main.Intent}.{Remedy(main)}") ? $"task.{main.Intent}.{Remedy(main)}" : $"task.{main.Intent}", [("product", product)]);
        var other = concerns.Find(concern => concern.Intent != main.Intent);
        return other is null ? sentence : Phrasebook.Review.First("task.and", [("task", sentence), ("other", Verdicts.Name(other.Intent))]);
    }

    public static string? SentimentOf(CaseRecord record)
    {
        if (record.Turns.Count == 0)
        {
            return null;
        }

        var score = Sentiment.Of([.. record.Turns.Select(turn => turn.Customer.Text)]);
        var label = score <= -Sentiment.Threshold ? "negative" : score >= Sentiment.Threshold ? "positive" : "neutral";
        var about = record.Concerns.Count > 0 ? Verdicts.Name(record.Concerns[0].Intent) : null;
        return Phrasebook.Review.First($"sentiment.{label}", [("about", about)]);
    }

    public static string? Issues(Findings findings)
    {
        var key = findings switch
        {
            { ReturnLostToRefund: true } => "return_lost",
            { DeadEnd: true } => "dead_end",
            { GaveUpEarly: true } => "gave_up",
            _ when IsTiedPromo(findings) => "promo_tied",
            _ when IsLateUnrefunded(findings) => "late_unrefunded",
            { EmptyPromise: not null } => "empty_promise",
            { GoesInCircles: true } => "circles",
            { AsksForWhatWasGiven: true } => "asked_again",
            _ when findings.Record.Calls.Any(call => call.FailedForNow) => "tool_failed",
            { HasTicket: true, HasDueTicket: false } => "untried",
            _ when findings.Record.Turns.Any(turn => turn.Reply.Length == 0) => "no_answer",
            _ => null,
        };
        return key is null ? null : Phrasebook.Review.First($"issue.{key}", []);
    }

    public static string? ResolutionGap(Findings findings)
    {
        var open = new Settlement(findings).Open;
        return open.Count > 0 && !findings.IsCold ? Phrasebook.Review.First("gap", [("about", Verdicts.Name(open[0].Intent))]) : null;
    }

    private static string Remedy(Concern concern) => (concern.Wishes & (Wishes.Refund | Wishes.Return)) switch
    {
        Wishes.Refund | Wishes.Return => "both",
        Wishes.Refund => "refund",
        Wishes.Return => "return",
        _ => concern.Wants(Wishes.Exchange) || concern.Wants(Wishes.Replacement) ? "replace" : "none",
    };

    /// <summary>The kind of product, by what the customer calls it.</summary>
    private static string? Products(CaseRecord record)
    {
        foreach (var noun in DataFile.Lines("product-nouns.txt"))
        {
            if (record.Turns.Any(turn => turn.Customer.Text.Contains(noun, StringComparison.OrdinalIgnoreCase)))
            {
                return noun;
            }
        }

        return null;
    }

    private static bool IsTiedPromo(Findings findings) => findings.Record.Concerns.Any(concern => concern.Intent == Intent.MissingPromo)
        && !findings.Refunded && findings.Record.Turns.Any(turn => turn.Calls.Any(call => call.Name == ToolNames.CheckReturnEligibility)
            || (Findings.SaysAny(turn.Reply, "deliver", "return") && Findings.Refuses(turn.Reply)));

    private static bool IsLateUnrefunded(Findings findings) => !findings.Refunded && !findings.HasTicket
        && findings.Record.Calls.Any(call => call is { Name: ToolNames.CheckShippingStatus, Succeeded: true } && call.Body.Contains("\"late\":true", StringComparison.Ordinal));
}
