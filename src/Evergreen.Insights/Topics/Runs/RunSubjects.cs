using System.Collections;
using System.Collections.ObjectModel;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>
/// A run's conversations with what has been found out about them, streamed from disk anew by every enumeration: what the filters
/// of <c>--where</c> are put to.
/// </summary>
public sealed class RunSubjects : IEnumerable<FilterSubject>
{
    private readonly RunFindings? _findings;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Score>> _scores;

    private RunSubjects(RunFolder run, RunFindings? findings, IReadOnlyDictionary<string, IReadOnlyList<Score>> scores) =>
        (Run, _findings, _scores) = (run, findings, scores);

    /// <summary>The run.</summary>
    public RunFolder Run { get; }

    /// <summary>Whether the usual facets have all been sorted, so that a name that is not known now will not be known later.</summary>
    public bool HasAllTopics => _findings is not null && Facet.Usual.All(_findings.Facets.Contains);

    /// <summary>The names a condition may use on this run.</summary>
    public FilterNames Names => new(_findings?.Facets ?? [], Scorers)
    {
        Hint = HasAllTopics ? "" : $"; for facets such as task and sentiment, run evergreen topics {Run.Path} first",
    };

    private IReadOnlyList<string> Scorers => [.. _scores.Values.SelectMany(scores => scores).Select(score => score.Scorer).Distinct()];

    /// <summary>
    /// Reads what topics and scorers left in a run's folder; a run without topics or scores has conversations all the same.
    /// </summary>
    /// <exception cref="InvalidDataException">A file of the topics or the scores is broken; the message names it.</exception>
    public static RunSubjects Of(RunFolder run) =>
        new(run, TopicFiles.Exist(run.Path) ? TopicFiles.LoadFindings(run.Path) : null, ScoreFile.Read(run.Path));

    /// <summary>Whether the facets have read a conversation; one that ended after topics were made is not read.</summary>
    public bool IsRead(string conversation) => _findings?.Read.Contains(conversation) ?? false;

    /// <summary>The conversations that meet all conditions.</summary>
    /// <param name="expressions">Conditions as <see cref="Filter"/> reads them; none lets everything through.</param>
    /// <exception cref="ArgumentException">A condition is malformed, or names what the run does not have.</exception>
    public IEnumerable<FilterSubject> Where(IReadOnlyList<string> expressions)
    {
        var filter = Filter.Parse(expressions, Names);
        return this.Where(filter.Matches);
    }

    /// <inheritdoc/>
    public IEnumerator<FilterSubject> GetEnumerator() => Run.Conversations.Select(Subject).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private FilterSubject Subject(ConversationRecord conversation) => new(conversation)
    {
        Facets = _findings?.ByConversation.GetValueOrDefault(conversation.Id) ?? ReadOnlyDictionary<string, FacetFinding>.Empty,
        Scores = (_scores.GetValueOrDefault(conversation.Id) ?? []).Where(score => score.Value is not null)
            .ToDictionary(score => score.Scorer, score => score.Value!.Value),
    };
}
