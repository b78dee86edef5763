using Evergreen.Host.Configuration;
using Evergreen.Host.Display;
using Evergreen.Host.Models;
using Evergreen.Insights.Prompts;
using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Naming;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Evergreen.Host.Topics;

/// <summary>Reads runs by facets and makes their topics; what lies in a run's folder already is not asked for again.</summary>
internal sealed class TopicMaker : IDisposable
{
    // The gateway finds out what the provider bears; this only bounds what waits for it.
    private const int CallsAtOnce = 64;

    private readonly ReviewModel _model;
    private readonly EmbeddingChoice _vectors;
    private readonly TopicOptions _options;
    private readonly Terminal _terminal;
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _embeddings;
    private readonly TopicNamer _namer;

    public TopicMaker(ReviewModel model, EmbeddingChoice vectors, TopicOptions options, Terminal terminal)
    {
        (_model, _vectors, _options, _terminal) = (model, vectors, options, terminal);
        _embeddings = model.Embeddings(vectors);
        _namer = new TopicNamer(PromptTemplate.Load(ContentFiles.Find(Path.Combine("prompts", "topic-name.md"))), model.Client);
        Mapper = new RunTopicsMapper(options, _embeddings, _namer);
    }

    /// <summary>Makes and applies the maps of runs.</summary>
    public RunTopicsMapper Mapper { get; }

    /// <summary>Whether the model was asked for; else what another has read may stand.</summary>
    public bool IsModelNamed { get; init; }

    /// <summary>Whether the vectors were asked for; else maps of other vectors may stand.</summary>
    public bool AreVectorsNamed { get; init; }

    /// <summary>Whether the seed was asked for; else maps of another seed may stand.</summary>
    public bool IsSeedNamed { get; init; }

    /// <summary>Makes the map of any texts. Offline its topics go by their terms: the stand-in for a model knows no better name.</summary>
    public async Task<TopicMap> MapAsync(IReadOnlyList<TopicText> texts, CancellationToken stop)
    {
        var map = await new TopicMapper(_options, _embeddings).MapAsync(texts, earlier: null, stop);
        return _model.Choice.Model == ModelChoice.Rehearsal ? map : await _namer.NameAsync(map, texts, earlier: null, stop);
    }

    /// <summary>Has the facets read a run, as far as they have not.</summary>
    /// <param name="run">The run.</param>
    /// <param name="facets">The facets.</param>
    /// <param name="stop">Stops the work.</param>
    /// <exception cref="InvalidDataException">The run has no conversations, or files of its topics are broken.</exception>
    /// <exception cref="ArgumentException">Not one answer could be had.</exception>
    public async Task<ReadRun> ReadAsync(RunFolder run, IReadOnlyList<Facet> facets, CancellationToken stop)
    {
        var conversations = run.Conversations.ToList();
        if (conversations.Count == 0)
        {
            throw new InvalidDataException($"{run.Path}: no conversation has ended in it yet; there is nothing to sort into topics");
        }

        var earlier = TopicFiles.Exist(run.Path) ? TopicFiles.Load(run.Path) : null;
        var known = earlier is null ? [] : TopicFiles.LoadReadings(run.Path, conversations);
        var update = FacetUpdate.Of(
            conversations, facets, known, earlier?.ReadBy ?? new Dictionary<string, FacetOrigin>(), _model.Choice.Model, anyModel: !IsModelNamed);
        if (update.Questions == 0)
        {
            return new ReadRun(run, known, update.ReadBy, earlier, Asked: 0);
        }

        _terminal.Error.WriteLine(
            $"reading {Words.Count(conversations.Count, "conversation", "conversations")} of {run.Path} for {string.Join(", ", update.Facets)} with {_model.Choice.Model} ({_model.Choice.Reason})");
        var readings = await AskAsync(update, stop);
        var answers = readings.SelectMany(r => update.Facets.Select(facet => r.Answers[facet])).ToList();
        return answers.TrueForAll(answer => answer.Error is not null)
            ? throw new ArgumentException($"{run.Path}: nothing could be read by {_model.Choice.Model}: {answers[0].Error}")
            : new ReadRun(run, readings, update.ReadBy, earlier, update.Questions);
    }

    /// <summary>A run's topics: those in its folder as far as they still say what was read, the others made now and kept there.</summary>
    /// <param name="read">The run, read.</param>
    /// <param name="facets">The facets that must have a map.</param>
    /// <param name="again">Whether to make the maps anew; topics found again keep their ids.</param>
    /// <param name="stop">Stops the work.</param>
    public async Task<RunTopics> TopicsOfAsync(ReadRun read, IReadOnlyList<Facet> facets, bool again, CancellationToken stop)
    {
        if (again || read.Earlier is not { } earlier || AreOfOthers(earlier))
        {
            return Keep(read, await Mapper.MapAsync(read.Readings, read.Earlier, stop));
        }

        return read.Asked == 0 && facets.All(facet => earlier.Facets.Any(map => map.Facet == facet.Name))
            ? earlier
            : Keep(read, await Mapper.MapChangedAsync(read.Readings, read.ReadBy, earlier, stop));
    }

    /// <summary>Sorts a run by the maps of another and keeps that in its folder.</summary>
    public async Task<RunTopics> AssignAsync(ReadRun read, RunTopics by, CancellationToken stop) =>
        Keep(read, await Mapper.AssignAsync(read.Readings, by, stop));

    /// <summary>
    /// Sorts what a run has not sorted by its own maps as far as it has them, else by those of another, so that an id means the same
    /// in both folders; and keeps that in its folder. What it had sorted stays as it is.
    /// </summary>
    public async Task<RunTopics> AssignUnsortedAsync(ReadRun read, RunTopics by, CancellationToken stop) => Keep(read, read.Earlier is null
        ? await Mapper.AssignAsync(read.Readings, by, stop)
        : await Mapper.AddAsync(read.Readings, read.ReadBy, read.Earlier, by, stop));

    public void Dispose()
    {
        _embeddings?.Dispose();
        _model.Dispose();
    }

    private static RunTopics Keep(ReadRun read, RunTopics made)
    {
        var topics = made with { ReadBy = read.ReadBy };
        TopicFiles.Save(read.Run.Path, topics, read.Readings);
        return topics;
    }

    /// <summary>Whether maps were made of other vectors, or by another seed, than were asked for.</summary>
    private bool AreOfOthers(RunTopics topics)
    {
        var vectors = _vectors.Model is { } model ? $"embedding {model}" : "lexical";
        return (AreVectorsNamed && topics.Models.Values.Any(map => map.Vectors != vectors))
            || (IsSeedNamed && topics.Models.Values.Any(map => map.Options.Seed != _options.Seed));
    }

    private Task<IReadOnlyList<FacetReading>> AskAsync(FacetUpdate update, CancellationToken stop) => _terminal.IsLive
        ? _terminal.Console.Status().StartAsync("[grey]reading[/]", status => update.ReadAsync(
            new Counting(_model.Client, answered => status.Status($"[grey]reading: {answered:N0} of {update.Questions:N0} answers[/]")), CallsAtOnce, stop))
        : update.ReadAsync(_model.Client, CallsAtOnce, stop);

    private sealed class Counting(IChatClient model, Action<int> told) : DelegatingChatClient(model)
    {
        private int _answered;

        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            told(Interlocked.Increment(ref _answered));
            return response;
        }
    }
}

/// <summary>A run whose conversations the facets have read.</summary>
/// <param name="Run">The run.</param>
/// <param name="Readings">What they found, one a conversation.</param>
/// <param name="ReadBy">Whose answers each facet's are.</param>
/// <param name="Earlier">The topics in the run's folder; null when there are none.</param>
/// <param name="Asked">How many answers had to be asked for.</param>
internal sealed record ReadRun(
    RunFolder Run,
    IReadOnlyList<FacetReading> Readings,
    IReadOnlyDictionary<string, FacetOrigin> ReadBy,
    RunTopics? Earlier,
    int Asked)
{
    /// <summary>Answers that could not be had, by the reason.</summary>
    public IReadOnlyList<(string Reason, int Answers)> Failures =>
        [.. Readings.SelectMany(r => r.Answers.Values).Select(a => a.Error).OfType<string>().CountBy(e => e).OrderByDescending(e => e.Value).Select(e => (e.Key, e.Value))];
}
