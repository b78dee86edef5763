using Evergreen.Insights.Topics.Facets;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>
/// A set of texts that is mapped by itself: a facet's findings, or of the sentiment facet the reasons of one class. Sentiment
/// itself is never discovered by clustering.
/// </summary>
/// <param name="Name">What the map is called.</param>
/// <param name="Facet">Whose answers it is made of.</param>
/// <param name="Class">The only class of sentiment that is taken; null for all answers.</param>
internal sealed record FacetSlice(string Name, string Facet, Sentiment? Class = null)
{
    /// <summary>What was said by the customer, all turns.</summary>
    public const string CustomerTurns = "customer_turns";

    /// <summary>The facet's sentences.</summary>
    private const string Summaries = "summaries";

    public static IEnumerable<FacetSlice> Of(string facet) => facet == Facets.Facet.Sentiment
        ? [new("negative_reasons", facet, Sentiment.Negative), new("positive_reasons", facet, Sentiment.Positive)]
        : [new(facet, facet)];

    /// <summary>
    /// Which texts are compared. Without embeddings a task is found far better in all the customer said than in a one-line
    /// summary of it; every other facet speaks of what the customer did not say, so its summary is all there is.
    /// </summary>
    public string Source(bool lexical) => lexical && Facet == Facets.Facet.Task ? CustomerTurns : Summaries;

    /// <summary>One text for every conversation in which there was something to find.</summary>
    public IReadOnlyList<TopicText> Texts(IEnumerable<FacetReading> readings, bool lexical) =>
        [.. readings.Where(Holds).Select(r => new TopicText(
            r.Conversation.Id, Source(lexical) == CustomerTurns ? r.CustomerTurns : r.Answers[Facet].Summary!))];

    /// <summary>The answer that a slice of this name is made of; null when its facet did not read the conversation.</summary>
    public static FacetAnswer? AnswerIn(IReadOnlyDictionary<string, FacetAnswer> answers, string slice) =>
        answers.FirstOrDefault(a => a.Key == slice || Of(a.Key).Any(s => s.Name == slice)).Value;

    private bool Holds(FacetReading reading) =>
        reading.Answers.TryGetValue(Facet, out var answer) && answer.Summary is not null && (Class is null || answer.Sentiment == Class);
}
