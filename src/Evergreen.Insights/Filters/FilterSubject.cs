using System.Collections.ObjectModel;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Filters;

/// <summary>A conversation with what has been found out about it.</summary>
/// <param name="Conversation">The conversation.</param>
public sealed record FilterSubject(ConversationRecord Conversation)
{
    /// <summary>What each facet found, by the facet's name; a facet that found nothing is absent.</summary>
    public IReadOnlyDictionary<string, FacetFinding> Facets { get; init; } = ReadOnlyDictionary<string, FacetFinding>.Empty;

    /// <summary>Its scores by the scorer's name; what is not scored is absent.</summary>
    public IReadOnlyDictionary<string, double> Scores { get; init; } = ReadOnlyDictionary<string, double>.Empty;
}

/// <summary>What a facet found in a conversation.</summary>
/// <param name="Label">The topic or class it was sorted into; null when it fits nowhere.</param>
/// <param name="Summary">The finding in a sentence.</param>
public sealed record FacetFinding(string? Label, string Summary);
