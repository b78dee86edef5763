using System.Collections;
using System.Collections.ObjectModel;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>
/// A run's conversations with what has been found out about them, streamed from disk anew by every enumeration: what the filters
/// of <c>--where</c> are put to.
/// </summary>
public sealed class RunSubjects : IEnumerable<FilterSubject>
{
    private readonly RunFindings? _findings;

    private RunSubjects(RunFolder run, RunFindings? findings) => (Run, _findings) = (run, findings);

    /// <summary>The run.</summary>
    public RunFolder Run { get; }

    /// <summary>Whether topics were made of the run, so that conditions may name facets.</summary>
    public bool HasTopics => _findings is not null;

    /// <summary>The names a condition may use on this run.</summary>
    public FilterNames Names => _findings is not null
        ? new FilterNames(_findings.Facets, [])
        : FilterNames.None with { Hint = $"; for facets such as task and sentiment, run evergreen topics {Run.Path} first" };

    /// <summary>Reads what topics left in a run's folder; a run without topics has conversations all the same.</summary>
    /// <exception cref="InvalidDataException">A file of the topics is broken; the message names it.</exception>
    public static RunSubjects Of(RunFolder run) => new(run, TopicFiles.Exist(run.Path) ? TopicFiles.LoadFindings(run.Path) : null);

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
    };
}
