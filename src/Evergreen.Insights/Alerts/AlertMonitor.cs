using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Alerts;

/// <summary>Judges rules over a run's conversations, keeping none of them in memory.</summary>
public static class AlertMonitor
{
    /// <summary>Judges every rule over its window of the conversations that have ended by now.</summary>
    /// <returns>One verdict a rule, in their order.</returns>
    /// <exception cref="InvalidDataException">A condition of a rule makes no sense; the message names file and line.</exception>
    public static IReadOnlyList<AlertVerdict> Judge(IReadOnlyList<AlertRule> rules, RunSubjects run)
    {
        var begun = rules.Select(rule => (Rule: rule, Begun: Begin(rule, run))).ToList();
        var ended = run.Run.Conversations.Select(c => (c.Id, At: EndedAt(c))).OrderByDescending(c => c.At).ThenBy(c => c.Id, StringComparer.Ordinal).ToList();
        var open = begun.Where(b => b.Begun.Gauge is not null).Select(b => (Gauge: b.Begun.Gauge!, Members: Members(b.Rule.Window, ended))).ToList();
        foreach (var subject in run)
        {
            foreach (var (gauge, members) in open)
            {
                if (members.Contains(subject.Conversation.Id))
                {
                    gauge.Add(subject);
                }
            }
        }

        return [.. begun.Select(b => Verdict(b.Rule, b.Begun.Gauge, b.Begun.Reason))];
    }

    private static (AlertGauge? Gauge, string? Reason) Begin(AlertRule rule, RunSubjects run)
    {
        try
        {
            return rule.Measure.Begin(run);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{rule.Place}: {e.Message}", e);
        }
    }

    private static AlertVerdict Verdict(AlertRule rule, AlertGauge? gauge, string? reason)
    {
        if (gauge is null)
        {
            return new AlertVerdict(rule, null, 0, AlertState.NotJudged, reason);
        }

        return gauge.Sample < rule.MinSample
            ? new AlertVerdict(rule, gauge.Value, gauge.Sample, AlertState.NotJudged, $"{gauge.Sample} of the {rule.MinSample} cases it takes")
            : new AlertVerdict(rule, gauge.Value, gauge.Sample, rule.IsBroken(gauge.Value!.Value) ? AlertState.Fired : AlertState.Quiet, null);
    }

    private static HashSet<string> Members(AlertWindow window, List<(string Id, DateTimeOffset At)> latestFirst)
    {
        var members = window switch
        {
            { Conversations: { } count } => latestFirst.Take(count),
            { Minutes: { } minutes } => latestFirst.TakeWhile(c => c.At >= latestFirst[0].At - TimeSpan.FromMinutes(minutes)),
            _ => latestFirst,
        };
        return members.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
    }

    private static DateTimeOffset EndedAt(ConversationRecord conversation) =>
        conversation.Timing.StartedAt + TimeSpan.FromSeconds(conversation.Timing.Seconds);
}

/// <summary>What became of a rule.</summary>
public enum AlertState
{
    /// <summary>The limit is kept.</summary>
    Quiet,

    /// <summary>The limit is broken.</summary>
    Fired,

    /// <summary>There is too little to tell, or something was not looked at yet. Such a rule does not fire.</summary>
    NotJudged,
}

/// <summary>A rule with what it found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Value">The figure; null when nothing could be measured.</param>
/// <param name="Sample">How many cases it is about: conversations, or of the tool error rate calls.</param>
/// <param name="State">What became of the rule.</param>
/// <param name="Reason">Why it was not judged; null when it was.</param>
public sealed record AlertVerdict(AlertRule Rule, double? Value, int Sample, AlertState State, string? Reason);
