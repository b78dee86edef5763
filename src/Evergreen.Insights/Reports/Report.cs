using Evergreen.Insights.Experiments;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Reports;

/// <summary>All that a report's page shows, decided; the page draws it and filters it.</summary>
public sealed record Report
{
    /// <summary>The sources' names.</summary>
    public required string Title { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The conditions that all its conversations meet; empty when every conversation is in it.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>Whose conversations these are, in the order they were asked for.</summary>
    public required IReadOnlyList<ReportSource> Sources { get; init; }

    /// <summary>The facets with their topics; of two sources with topics, the topics of a map made from both.</summary>
    public IReadOnlyList<ReportFacet> Facets { get; init; } = [];

    /// <summary>How facets fall on one another, per source.</summary>
    public IReadOnlyList<ReportCross> Crosses { get; init; } = [];

    /// <summary>How the topics' shares differ between two sources; empty when fewer than two have topics.</summary>
    public IReadOnlyList<TopicDiff> TopicChanges { get; init; } = [];

    /// <summary>What the checks found.</summary>
    public IReadOnlyList<ReportCheck> Checks { get; init; } = [];

    /// <summary>Each further experiment against the first.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = [];

    /// <summary>How the further releases differ from the first.</summary>
    public IReadOnlyList<ReportReleaseChanges> ReleaseChanges { get; init; } = [];

    /// <summary>The conversations, each with what a list, a map and a filter need of it.</summary>
    public required IReadOnlyList<ReportConversation> Conversations { get; init; }

    /// <summary>The conversations' texts, packed; see <see cref="TranscriptPacks"/>.</summary>
    public required TranscriptPacks Transcripts { get; init; }

    /// <summary>What a reader must know before trusting the report.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A run or an experiment in a report.</summary>
public sealed record ReportSource
{
    /// <summary>What it is called on the page; no two sources are called the same.</summary>
    public required string Name { get; init; }

    /// <summary><c>run</c> or <c>experiment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The folder, as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>The releases its conversations were played with.</summary>
    public required IReadOnlyList<string> Releases { get; init; }

    /// <summary>The agent's models.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>When it began (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Where a run stood when the report was made; null when only an experiment's results are there.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>Whether the same options give the same again, or why not.</summary>
    public required string Reproducible { get; init; }

    /// <summary>What the agent's calls cost in US dollars; null when any price is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Conversations in the report.</summary>
    public required int Conversations { get; init; }

    /// <summary>Conversations in the folder.</summary>
    public required int Available { get; init; }

    /// <summary>Whether topics were made of it.</summary>
    public required bool HasTopics { get; init; }

    /// <summary>An experiment's record; null for a run.</summary>
    public ExperimentSummary? Experiment { get; init; }
}

/// <summary>A facet in a report.</summary>
/// <param name="Name">The name filters use.</param>
/// <param name="Source">The texts that were compared, as in <see cref="FacetMap.Source"/>.</param>
/// <param name="Topics">Its topics, largest first, without Other.</param>
/// <param name="Coverage">Per source, what became of its conversations.</param>
/// <param name="Notes">What to know before trusting it.</param>
public sealed record ReportFacet(
    string Name, string Source, IReadOnlyList<ReportTopic> Topics, IReadOnlyList<FacetCoverage> Coverage, IReadOnlyList<string> Notes);

/// <summary>A topic in a report.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is about; the label that filters compare.</param>
/// <param name="Terms">Its most distinctive terms, best first.</param>
/// <param name="Example">The text nearest its centre, shortened.</param>
/// <param name="Sizes">Per source, how many conversations of the report it has.</param>
public sealed record ReportTopic(string Id, string Name, IReadOnlyList<string> Terms, string Example, IReadOnlyList<int> Sizes);

/// <summary>What became of a source's conversations in a facet. The four add up to its conversations in the report.</summary>
/// <param name="Found">Sorted, those that fit nowhere included.</param>
/// <param name="Nothing">Read, and there was nothing to find.</param>
/// <param name="Failed">Could not be read.</param>
/// <param name="Unread">Not read by this facet.</param>
public sealed record FacetCoverage(int Found, int Nothing, int Failed, int Unread);

/// <summary>How one facet's topics fall on another's in one source.</summary>
/// <param name="Source">The source's place among the sources.</param>
/// <param name="Table">The table.</param>
/// <param name="Sentences">Its two largest rows in words.</param>
public sealed record ReportCross(int Source, CrossTable Table, IReadOnlyList<string> Sentences);

/// <summary>A check in a report.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it finds, and where.</param>
/// <param name="Sources">Per source the count and of how many.</param>
public sealed record ReportCheck(string Name, string Description, IReadOnlyList<Share> Sources);

/// <summary>What changed from a release to another.</summary>
/// <param name="Base">The release that is compared with.</param>
/// <param name="Candidate">The release that is compared.</param>
/// <param name="Changes">Lines of the prompt, refundable statuses, retry policy; only what changed.</param>
public sealed record ReportReleaseChanges(string Base, string Candidate, IReadOnlyList<ReleaseChange> Changes);

/// <summary>What a list, a map and a filter need of a conversation.</summary>
public sealed record ReportConversation
{
    /// <summary>Its source's place among the sources.</summary>
    public required int Source { get; init; }

    /// <summary>Unique within its source.</summary>
    public required string Id { get; init; }

    /// <summary>The scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The scenario's category.</summary>
    public required string Category { get; init; }

    /// <summary>The release.</summary>
    public required string Release { get; init; }

    /// <summary>The agent's model.</summary>
    public required string Model { get; init; }

    /// <summary>How it ended.</summary>
    public required Ending Ending { get; init; }

    /// <summary>Customer turns.</summary>
    public required int Turns { get; init; }

    /// <summary>The tools it called, each once.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>The error codes that any attempt of a call came to, each once.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Attempts beyond the first, over all its calls.</summary>
    public required int Retries { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }

    /// <summary>How the customer began, shortened.</summary>
    public required string Opening { get; init; }

    /// <summary>What each facet found.</summary>
    public IReadOnlyDictionary<string, ReportFinding>? Facets { get; init; }

    /// <summary>Its scores by scorer; what is not scored is absent.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    /// <summary>The checks that found something in it.</summary>
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>Of an experiment: the dataset row it was played from.</summary>
    public string? Case { get; init; }

    /// <summary>Of an experiment: which trial of the row.</summary>
    public int? Trial { get; init; }
}

/// <summary>What a facet found in a conversation.</summary>
/// <param name="Topic">The topic's id, or <see cref="Topics.Topic.Other"/>.</param>
/// <param name="Similarity">The cosine with the nearest topic's centre.</param>
/// <param name="Summary">The finding in a sentence.</param>
public sealed record ReportFinding(string Topic, double Similarity, string Summary)
{
    /// <summary>Its place on the facet's map as x and y; null when it has none.</summary>
    public IReadOnlyList<double>? Point { get; init; }
}
