using Evergreen.Insights.Checks;
using Evergreen.Insights.Filters;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Checks;

/// <summary>What the checks say of a run, with what the facets found in the same conversations.</summary>
internal sealed record CheckedRun(RunFolder Run, IReadOnlyList<string> Where, CheckReport Report, FacetFindings Facets)
{
    /// <summary>What <c>--json</c> prints.</summary>
    public object Json() => new
    {
        Run = Run.Path,
        Report.Conversations,
        Where,
        Checks = Report.Checks.ToDictionary(check => check.Key, check => new
        {
            check.Value.Description,
            check.Value.Applicable,
            check.Value.Count,
            check.Value.Rate,
            check.Value.Interval,
            check.Value.Conversations,
            Facets = Facets.Names.Count == 0 ? null : Facets.Names.ToDictionary(
                facet => facet,
                facet => Facets.Among(facet, check.Value.Conversations).Select(label => new { label.Name, label.Count })),
        }),
    };
}

/// <summary>What the facets found, by conversation; empty when the run has no topics.</summary>
internal sealed class FacetFindings
{
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, FacetFinding>> _byConversation;

    private FacetFindings(IReadOnlyDictionary<string, IReadOnlyDictionary<string, FacetFinding>> byConversation) =>
        (_byConversation, Names) = (byConversation, [.. byConversation.Values.SelectMany(found => found.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)]);

    /// <summary>The facets that found anything.</summary>
    public IReadOnlyList<string> Names { get; }

    public static FacetFindings Of(IEnumerable<FilterSubject> subjects) =>
        new(subjects.ToDictionary(subject => subject.Conversation.Id, subject => subject.Facets, StringComparer.Ordinal));

    /// <summary>The topics that conversations belong to, most first.</summary>
    public IReadOnlyList<(string Name, int Count)> Among(string facet, IEnumerable<string> conversations) =>
        [.. conversations
            .Select(id => _byConversation[id].TryGetValue(facet, out var found) ? found.Label : null)
            .OfType<string>()
            .CountBy(label => label)
            .OrderByDescending(label => label.Value).ThenBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => (label.Key, label.Value))];
}
