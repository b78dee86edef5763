using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Topics.Facets;

/// <summary>Whose answers a facet's are: another model's, or those to another prompt, are not the same.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Prompt">The facet's <see cref="Facet.Version"/>.</param>
public sealed record FacetOrigin(string Model, string Prompt);

/// <summary>
/// What has still to be asked so that facets have read a run's conversations, and no more: what was answered stands as long as
/// prompt and model are the same. A call that failed then is made again.
/// </summary>
public sealed class FacetUpdate
{
    private readonly IReadOnlyList<ConversationRecord> _conversations;
    private readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, FacetAnswer>> _known;
    private readonly IReadOnlyList<(Facet Facet, IReadOnlyList<ConversationRecord> Unread)> _missing;

    private FacetUpdate(
        IReadOnlyList<ConversationRecord> conversations,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, FacetAnswer>> known,
        IReadOnlyList<(Facet, IReadOnlyList<ConversationRecord>)> missing,
        IReadOnlyDictionary<string, FacetOrigin> readBy) =>
        (_conversations, _known, _missing, ReadBy) = (conversations, known, missing, readBy);

    /// <summary>How many answers are to be asked for.</summary>
    public int Questions => _missing.Sum(facet => facet.Unread.Count);

    /// <summary>The facets that are to be asked, by name.</summary>
    public IReadOnlyList<string> Facets => [.. _missing.Select(facet => facet.Facet.Name)];

    /// <summary>Whose answers each facet's are, once they are read.</summary>
    public IReadOnlyDictionary<string, FacetOrigin> ReadBy { get; }

    /// <summary>Finds out what is missing.</summary>
    /// <param name="conversations">The run's conversations.</param>
    /// <param name="facets">The facets that are to have read them; what others have read is kept.</param>
    /// <param name="known">What was read before.</param>
    /// <param name="readBy">Whose answers those are.</param>
    /// <param name="model">Who will be asked.</param>
    /// <param name="anyModel">Whether a facet that another model has read to the end may stay as it is.</param>
    public static FacetUpdate Of(
        IReadOnlyList<ConversationRecord> conversations,
        IReadOnlyList<Facet> facets,
        IReadOnlyList<FacetReading> known,
        IReadOnlyDictionary<string, FacetOrigin> readBy,
        string model,
        bool anyModel = false)
    {
        var answers = known.ToDictionary(r => r.Conversation.Id, r => r.Answers, StringComparer.Ordinal);
        var missing = facets.Select(facet => (Facet: facet, Unread: Unread(facet))).Where(facet => facet.Unread.Count > 0).ToList();
        var origins = new Dictionary<string, FacetOrigin>(readBy, StringComparer.Ordinal);
        foreach (var (facet, _) in missing)
        {
            origins[facet.Name] = new FacetOrigin(model, facet.Version);
        }

        return new FacetUpdate(conversations, answers, missing, origins);

        IReadOnlyList<ConversationRecord> Unread(Facet facet)
        {
            var origin = readBy.GetValueOrDefault(facet.Name);
            if (origin?.Prompt != facet.Version)
            {
                return conversations;
            }

            return origin.Model == model ? [.. conversations.Where(c => AnswerOf(facet, c) is null or { Error: not null })]
                : anyModel && conversations.All(c => AnswerOf(facet, c) is not null) ? []
                : conversations;
        }

        FacetAnswer? AnswerOf(Facet facet, ConversationRecord conversation) =>
            answers.GetValueOrDefault(conversation.Id)?.GetValueOrDefault(facet.Name);
    }

    /// <summary>Asks for what is missing. An answer that could not be had is noted with its reason.</summary>
    /// <param name="model">Who answers.</param>
    /// <param name="concurrency">How many calls may be under way at once.</param>
    /// <param name="cancellation">Stops the work; nothing is returned then.</param>
    /// <returns>One reading a conversation, in their order.</returns>
    public async Task<IReadOnlyList<FacetReading>> ReadAsync(IChatClient model, int concurrency, CancellationToken cancellation = default)
    {
        var all = _conversations.ToDictionary(
            c => c.Id,
            c => new Dictionary<string, FacetAnswer>(_known.GetValueOrDefault(c.Id) ?? new Dictionary<string, FacetAnswer>(), StringComparer.Ordinal),
            StringComparer.Ordinal);
        foreach (var (facet, unread) in _missing)
        {
            var readings = await new FacetReader([facet], model, concurrency).ReadAsync(unread, cancellation).ConfigureAwait(false);
            foreach (var reading in readings)
            {
                all[reading.Conversation.Id][facet.Name] = reading.Answers[facet.Name];
            }
        }

        return [.. _conversations.Select(c => new FacetReading(c, all[c.Id]))];
    }
}
