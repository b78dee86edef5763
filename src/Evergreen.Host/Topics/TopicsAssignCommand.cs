using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Topics;

/// <summary><c>topics assign RUN --model RUN|FILE</c>: sorts a run by the maps of another, so that shares can be followed.</summary>
internal sealed class TopicsAssignCommand : EvergreenCommand
{
    private const string EmbeddingVectors = "embedding ";

    private readonly CommandContext _context;
    private readonly TopicSettings _settings = new();
    private readonly Argument<string> _run = new("RUN") { Description = "The folder of the run to sort." };

    private readonly Option<string> _model = new("--model")
    {
        Description = $"Whose maps: the folder of a run that has topics, or its {TopicFiles.ModelsFile}.",
        HelpName = "RUN|FILE",
        Required = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the shares as one JSON object, and nothing else." };

    public TopicsAssignCommand(CommandContext context)
        : base(
            "assign",
            "Sort a run by the topics of another, and show the shares of both.",
            "topics assign runs/v2 --model runs/v1",
            "topics assign runs/monday --model topic-models.json --json")
    {
        _context = context;
        Add(_run);
        Add(_model);
        _settings.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var run = RunFolder.Open(parsed.GetRequiredValue(_run));
        var source = parsed.GetRequiredValue(_model);
        var by = Load(source);
        var facets = FacetNames.Find().Select([.. FacetsOf(by)], $"--model {source}: facet");

        using var maker = _settings.Open(parsed, _context, EmbeddingModelOf(by));
        var read = await maker.ReadAsync(run, facets, stop);
        var topics = await maker.AssignAsync(read, by, stop);
        var report = new TopicsReport(run, read, topics, []);
        var shares = report.Maps.Where(map => by.Models.ContainsKey(map.Facet) || map.Source == "classes")
            .Select(map => TopicShares.Of(map, by)).ToList();
        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(new { Run = run.Path, Model = source, report.Conversations, topics.ReadBy, Facets = shares });
        }
        else
        {
            new TopicSharesView(_context.Terminal).Show(report, source, shares);
        }

        return read.Failures.Count > 0 ? ExitCode.Failures : ExitCode.Done;
    }

    private static RunTopics Load(string source)
    {
        if (Directory.Exists(source))
        {
            return TopicFiles.Exist(source)
                ? TopicFiles.Load(source)
                : throw new InvalidDataException($"--model {source}: has no topics yet; run evergreen topics {source} first");
        }

        return new RunTopics { Facets = [], Models = TopicFiles.LoadModels(source) };
    }

    /// <summary>The facets that have maps; those of sentiment are of its reasons.</summary>
    private static IEnumerable<string> FacetsOf(RunTopics by) => by.Models.Keys.Concat(by.Facets.Where(map => map.Source == "classes").Select(map => map.Facet));

    private static string? EmbeddingModelOf(RunTopics by) =>
        by.Models.Values.Select(model => model.Vectors).FirstOrDefault(vectors => vectors.StartsWith(EmbeddingVectors, StringComparison.Ordinal)) is { } vectors
            ? vectors[EmbeddingVectors.Length..]
            : Models.EmbeddingChoice.Lexical;
}
