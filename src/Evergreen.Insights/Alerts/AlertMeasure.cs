using Evergreen.Insights.Checks;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Alerts;

/// <summary>A figure of a window of conversations.</summary>
public abstract record AlertMeasure
{
    private AlertMeasure()
    {
    }

    /// <summary>Begins to measure a run; a reason instead when the run has not what it takes.</summary>
    /// <exception cref="ArgumentException">The rule asks for what there is not in any run.</exception>
    internal abstract (AlertGauge? Gauge, string? Reason) Begin(RunSubjects run);

    /// <summary>The share of conversations that meet all conditions, e.g. of a topic or an ending.</summary>
    /// <param name="Where">Conditions as <see cref="Filter"/> reads them.</param>
    public sealed record Share(IReadOnlyList<string> Where) : AlertMeasure
    {
        internal override (AlertGauge?, string?) Begin(RunSubjects run)
        {
            if (!run.HasAllTopics && Filter.UnknownNames(Where, run.Names).FirstOrDefault() is { } unknown)
            {
                return (null, $"{unknown} is not known before topics are; run evergreen topics {run.Run.Path} first");
            }

            var filter = Filter.Parse(Where, run.Names);

            // What the facets have not read is neither in a topic nor out of it.
            var needsTopics = filter.Names.Any(name => run.Names.Facets.Contains(name, StringComparer.OrdinalIgnoreCase));
            return (new AlertGauge(subject => needsTopics && !run.IsRead(subject.Conversation.Id) ? null : filter.Matches(subject) ? (1, 1) : (0, 1)), null);
        }

        /// <inheritdoc/>
        public override string ToString() => $"share of {string.Join(" and ", Where)}";
    }

    /// <summary>The share of conversations in which a check found something, of those it applies to.</summary>
    /// <param name="Name">The check's name.</param>
    public sealed record CheckRate(string Name) : AlertMeasure
    {
        internal override (AlertGauge?, string?) Begin(RunSubjects run)
        {
            var check = CheckReport.All.First(c => c.Name == Name);
            return (new AlertGauge(subject => subject.Conversation.Ending.CountsInScores()
                ? check.Found(new ConversationTrace(subject.Conversation)) is { } found ? (found ? 1 : 0, 1) : null
                : null), null);
        }

        /// <inheritdoc/>
        public override string ToString() => $"rate of {Name}";
    }

    /// <summary>The mean of a score over the conversations that have one.</summary>
    /// <param name="Scorer">The scorer's name.</param>
    public sealed record MeanScore(string Scorer) : AlertMeasure
    {
        internal override (AlertGauge?, string?) Begin(RunSubjects run) => run.Names.Scores.Contains(Scorer)
            ? (new AlertGauge(subject => subject.Scores.TryGetValue(Scorer, out var score) ? (score, 1) : null), null)
            : (null, $"no conversation is scored by {Scorer}; generate --score scores a share of them");

        /// <inheritdoc/>
        public override string ToString() => $"mean of score {Scorer}";
    }

    /// <summary>The share of tool calls that came to a transient failure (408, 429, 5xx) after all their attempts.</summary>
    public sealed record ToolErrorRate : AlertMeasure
    {
        internal override (AlertGauge?, string?) Begin(RunSubjects run) => (new AlertGauge(subject =>
            (subject.Conversation.ToolCalls.Count(call => call.Status is 408 or 429 or >= 500), subject.Conversation.ToolCalls.Count)), null);

        /// <inheritdoc/>
        public override string ToString() => "tool error rate";
    }

    /// <summary>The share of conversations that ended by our own fault: a broken model or machine.</summary>
    public sealed record FailureRate : AlertMeasure
    {
        internal override (AlertGauge?, string?) Begin(RunSubjects run) =>
            (new AlertGauge(subject => (subject.Conversation.Ending.IsFailure() ? 1 : 0, 1)), null);

        /// <inheritdoc/>
        public override string ToString() => "failure rate";
    }

    /// <summary>Attempts of tool calls beyond the first, per conversation.</summary>
    public sealed record Retries : AlertMeasure
    {
        internal override (AlertGauge?, string?) Begin(RunSubjects run) =>
            (new AlertGauge(subject => (subject.Conversation.ToolCalls.Sum(call => call.Attempts - 1), 1)), null);

        /// <inheritdoc/>
        public override string ToString() => "retries per conversation";
    }
}

/// <summary>Sums what a measure takes from each conversation: an amount, and how many cases it is about.</summary>
/// <param name="take">Null when a conversation says nothing to the matter.</param>
internal sealed class AlertGauge(Func<FilterSubject, (double Amount, int Cases)?> take)
{
    private double _amount;

    /// <summary>How many cases the value is about.</summary>
    public int Sample { get; private set; }

    /// <summary>Amount per case; null without any.</summary>
    public double? Value => Sample == 0 ? null : _amount / Sample;

    public void Add(FilterSubject subject)
    {
        if (take(subject) is { } taken)
        {
            _amount += taken.Amount;
            Sample += taken.Cases;
        }
    }
}
