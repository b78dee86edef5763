using System.Collections.ObjectModel;
using Evergreen.Insights.Topics.Facets;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>What a run's conversations are about, facet by facet.</summary>
public sealed record RunTopics
{
    /// <summary>The facets, each with its topics and who belongs to them.</summary>
    public required IReadOnlyList<FacetMap> Facets { get; init; }

    /// <summary>Per facet the model that sorts further conversations alike; a facet that was not sorted has none.</summary>
    public required IReadOnlyDictionary<string, TopicModel> Models { get; init; }

    /// <summary>Per facet whose answers were sorted; a facet is absent when that was not noted.</summary>
    public IReadOnlyDictionary<string, FacetOrigin> ReadBy { get; init; } = ReadOnlyDictionary<string, FacetOrigin>.Empty;

    /// <summary>One facet's map.</summary>
    /// <exception cref="ArgumentException">There is no such facet; the message lists those that are.</exception>
    public FacetMap this[string facet] => Facets.FirstOrDefault(f => f.Facet.Equals(facet, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"there is no facet \"{facet}\"; use one of {string.Join(", ", Facets.Select(f => f.Facet))}", nameof(facet));
}

/// <summary>One facet of a run.</summary>
public sealed record FacetMap
{
    /// <summary>The facet; <c>negative_reasons</c> and <c>positive_reasons</c> are the sentences of the sentiment facet, by class.</summary>
    public required string Facet { get; init; }

    /// <summary><c>customer_turns</c> or <c>summaries</c>: the texts that were compared; <c>classes</c> when nothing had to be.</summary>
    public required string Source { get; init; }

    /// <summary>How many conversations were asked.</summary>
    public required int Conversations { get; init; }

    /// <summary>In how many of them there was nothing to find. They belong to no topic, not even to Other.</summary>
    public required int Nothing { get; init; }

    /// <summary>How many could not be read.</summary>
    public required int Failed { get; init; }

    /// <summary>The topics, largest first, without Other.</summary>
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Where each conversation with a finding belongs, in ordinal order of their ids.</summary>
    public required IReadOnlyList<TopicAssignment> Assignments { get; init; }

    /// <summary>The version of the map that sorted them; null when there is none.</summary>
    public string? MapVersion { get; init; }

    /// <summary>What a reader must know before trusting the map; empty when nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A topic's name by its id; "Other" for what fits nowhere.</summary>
    public string NameOf(string topic) => topic == Topic.Other ? "Other" : Topics.First(t => t.Id == topic).Name;
}
