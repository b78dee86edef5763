using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Naming;
using Evergreen.Insights.Topics.Vectors;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Topics.Runs;

/// <summary>Makes and applies the topic maps of a run, one a facet.</summary>
/// <param name="options">How maps are made.</param>
/// <param name="embeddings">Gives the vectors; null for lexical ones.</param>
/// <param name="namer">Names topics; null to call them by their terms.</param>
public sealed class RunTopicsMapper(
    TopicOptions options, IEmbeddingGenerator<string, Embedding<float>>? embeddings = null, TopicNamer? namer = null)
{
    private bool Lexical => embeddings is null;

    private string Vectors => embeddings is null ? LexicalVectorizer.KindName : EmbeddingVectorizer.KindOf(embeddings);

    /// <summary>Maps every facet of the readings.</summary>
    /// <param name="readings">The conversations, read.</param>
    /// <param name="earlier">An earlier result: topics found again keep their ids and names.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<RunTopics> MapAsync(
        IReadOnlyList<FacetReading> readings, RunTopics? earlier = null, CancellationToken cancellation = default) =>
        MapAsync(readings, earlier, _ => null, cancellation);

    /// <summary>
    /// Maps the facets that were read anew, or found something more, since a run's topics were made; the other maps stand if they are
    /// of the same vectors.
    /// </summary>
    /// <param name="readings">The conversations, read.</param>
    /// <param name="readBy">Per facet whose answers the readings hold.</param>
    /// <param name="earlier">The run's topics: those found again keep their ids and names.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<RunTopics> MapChangedAsync(
        IReadOnlyList<FacetReading> readings, IReadOnlyDictionary<string, FacetOrigin> readBy, RunTopics earlier,
        CancellationToken cancellation = default) =>
        MapAsync(readings, earlier, Standing(earlier, readBy), cancellation);

    private async Task<RunTopics> MapAsync(
        IReadOnlyList<FacetReading> readings, RunTopics? earlier, Func<FacetSlice, FacetMap?> standing, CancellationToken cancellation)
    {
        var (facets, models) = (new List<FacetMap>(), new Dictionary<string, TopicModel>(StringComparer.Ordinal));
        foreach (var facet in FacetsOf(readings))
        {
            facets.AddRange(SentimentClasses(readings, facet));
            foreach (var slice in FacetSlice.Of(facet))
            {
                var texts = slice.Texts(readings, Lexical);
                var before = earlier?.Models.GetValueOrDefault(slice.Name);
                if (standing(slice) is { } kept && kept.MapVersion == before?.Version && (before?.Vectors ?? Vectors) == Vectors
                    && Unplaced(texts, kept).Count == 0)
                {
                    facets.Add(Kept(readings, slice, kept));
                    _ = before is null || models.TryAdd(slice.Name, before);
                    continue;
                }

                var map = await new TopicMapper(options, embeddings).MapAsync(texts, before, cancellation).ConfigureAwait(false);
                map = namer is null ? map : await namer.NameAsync(map, texts, before, cancellation).ConfigureAwait(false);
                facets.Add(Filled(readings, slice, map.Topics, map.Assignments) with { MapVersion = map.Model?.Version, Notes = map.Notes });
                if (map.Model is { } model)
                {
                    models.Add(slice.Name, model);
                }
            }
        }

        return new RunTopics { Facets = facets, Models = models };
    }

    /// <summary>Sorts conversations by maps made before, so that shares can be followed over time.</summary>
    /// <param name="readings">The conversations, read.</param>
    /// <param name="by">The result whose maps are used; a facet it has no map of is left out, and a note says so.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<RunTopics> AssignAsync(
        IReadOnlyList<FacetReading> readings, RunTopics by, CancellationToken cancellation = default) =>
        AssignAsync(readings, by.Models, _ => null, cancellation);

    /// <summary>
    /// Sorts what was read since a run's topics were made: by the run's own maps as far as it has them, else by those of another.
    /// Who was sorted stays where they are, unless their facet was read anew.
    /// </summary>
    /// <param name="readings">The run's conversations, read.</param>
    /// <param name="readBy">Per facet whose answers the readings hold.</param>
    /// <param name="earlier">The run's topics.</param>
    /// <param name="by">The other result.</param>
    /// <param name="cancellation">Stops the work.</param>
    public Task<RunTopics> AddAsync(
        IReadOnlyList<FacetReading> readings, IReadOnlyDictionary<string, FacetOrigin> readBy, RunTopics earlier, RunTopics by,
        CancellationToken cancellation = default)
    {
        var models = new Dictionary<string, TopicModel>(earlier.Models, StringComparer.Ordinal);
        foreach (var (facet, model) in by.Models)
        {
            models.TryAdd(facet, model);
        }

        return AssignAsync(readings, models, Standing(earlier, readBy), cancellation);
    }

    /// <summary>The earlier map of a slice, if its facet's answers still are those it was made of.</summary>
    private static Func<FacetSlice, FacetMap?> Standing(RunTopics earlier, IReadOnlyDictionary<string, FacetOrigin> readBy) => slice =>
        readBy.GetValueOrDefault(slice.Facet) == earlier.ReadBy.GetValueOrDefault(slice.Facet)
            ? earlier.Facets.FirstOrDefault(map => map.Facet == slice.Name)
            : null;

    private async Task<RunTopics> AssignAsync(
        IReadOnlyList<FacetReading> readings, IReadOnlyDictionary<string, TopicModel> models, Func<FacetSlice, FacetMap?> standing,
        CancellationToken cancellation)
    {
        var facets = new List<FacetMap>();
        foreach (var facet in FacetsOf(readings))
        {
            facets.AddRange(SentimentClasses(readings, facet));
            foreach (var slice in FacetSlice.Of(facet))
            {
                facets.Add(await AssignAsync(readings, slice, models.GetValueOrDefault(slice.Name), standing(slice), cancellation).ConfigureAwait(false));
            }
        }

        return new RunTopics { Facets = facets, Models = models };
    }

    private async Task<FacetMap> AssignAsync(
        IReadOnlyList<FacetReading> readings, FacetSlice slice, TopicModel? model, FacetMap? standing, CancellationToken cancellation)
    {
        var texts = slice.Texts(readings, Lexical);
        var kept = standing?.MapVersion == model?.Version ? standing : null;
        var unplaced = Unplaced(texts, kept);
        if (kept is not null && unplaced.Count == 0)
        {
            return Kept(readings, slice, kept);
        }

        if (model is null)
        {
            return Filled(readings, slice, [], []) with { Notes = ["there is no map of this facet to sort by"] };
        }

        var added = await new TopicClassifier(model, embeddings).ClassifyAsync(unplaced, cancellation).ConfigureAwait(false);
        TopicAssignment[] assignments = [.. (kept?.Assignments ?? []).Concat(added).OrderBy(a => a.Id, StringComparer.Ordinal)];
        return Filled(readings, slice, TopicMapper.Topics(model, assignments, texts), assignments) with
        {
            MapVersion = model.Version, Notes = kept?.Notes ?? [],
        };
    }

    private static IReadOnlyList<TopicText> Unplaced(IReadOnlyList<TopicText> texts, FacetMap? map)
    {
        var placed = (map?.Assignments ?? []).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return [.. texts.Where(text => !placed.Contains(text.Id))];
    }

    private FacetMap Kept(IReadOnlyList<FacetReading> readings, FacetSlice slice, FacetMap map) =>
        Filled(readings, slice, map.Topics, map.Assignments) with { Source = map.Source, MapVersion = map.MapVersion, Notes = map.Notes };

    private static IEnumerable<string> FacetsOf(IReadOnlyList<FacetReading> readings) =>
        readings.SelectMany(r => r.Answers.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private FacetMap Filled(
        IReadOnlyList<FacetReading> readings, FacetSlice slice, IReadOnlyList<Topic> topics, IReadOnlyList<TopicAssignment> assignments)
    {
        var answers = readings.Select(r => r.Answers.GetValueOrDefault(slice.Facet)).OfType<FacetAnswer>()
            .Where(a => slice.Class is null || a.Sentiment == slice.Class || a.Error is not null).ToArray();
        return new FacetMap
        {
            Facet = slice.Name,
            Source = slice.Source(Lexical),
            Conversations = answers.Length,
            Nothing = answers.Count(a => a is { Summary: null, Error: null }),
            Failed = answers.Count(a => a.Error is not null),
            Topics = topics,
            Assignments = assignments,
        };
    }

    private static IEnumerable<FacetMap> SentimentClasses(IReadOnlyList<FacetReading> readings, string facet)
    {
        if (facet != Facet.Sentiment)
        {
            yield break;
        }

        var read = readings.Where(r => r.Answers.ContainsKey(facet)).OrderBy(r => r.Conversation.Id, StringComparer.Ordinal)
            .Select(r => (r.Conversation.Id, Answer: r.Answers[facet])).ToArray();
        var classed = read.Where(r => r.Answer.Sentiment is not null).ToLookup(r => r.Answer.Sentiment!.Value);
        yield return new FacetMap
        {
            Facet = facet,
            Source = "classes",
            Conversations = read.Length,
            Nothing = read.Count(r => r.Answer is { Sentiment: null, Error: null }),
            Failed = read.Count(r => r.Answer.Error is not null),
            Topics = [.. classed
                .Select(c => (Class: c.Key, Size: c.Count(), Example: c.OrderByDescending(r => r.Answer.Summary is not null).First()))
                .OrderByDescending(c => c.Size).ThenBy(c => c.Class)
                .Select(c => new Topic(IdOf(c.Class), c.Class.ToString(), [], c.Size, c.Example.Id, c.Example.Answer.Summary ?? ""))],
            Assignments = [.. read
                .Where(r => r.Answer.Sentiment is not null)
                .Select(r => new TopicAssignment(r.Id, IdOf(r.Answer.Sentiment!.Value), 1))],
        };
    }

    private static string IdOf(Sentiment sentiment) => sentiment.ToString().ToLowerInvariant();
}
