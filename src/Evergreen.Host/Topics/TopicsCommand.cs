using System.CommandLine;
using System.CommandLine.Parsing;
using Evergreen.Host.Commands;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Topics;

/// <summary><c>topics RUN</c>: what a run's conversations are about; and the commands around topic maps.</summary>
internal sealed class TopicsCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    private readonly TopicSettings _settings = new();

    private readonly Argument<string> _run = new("RUN") { Description = "The folder of a run; what has ended of it is sorted." };

    private readonly Option<string[]> _facets = new("--facet")
    {
        Description = "Read and show this facet only: task, sentiment, issues, a file's name under prompts/facets, or a prompt file; may be given several times.",
        HelpName = "NAME|FILE",
    };

    private readonly Option<string?> _by = new("--by")
    {
        Description = "Show how the topics of --facet fall on those of this facet.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _where = WhereOption();

    private readonly Option<bool> _again = new("--again")
    {
        Description = "Make the maps again from what was read; topics that are found again keep their ids and names.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the topics as one JSON object, and nothing else." };

    public TopicsCommand(CommandContext context)
        : base(
            "topics",
            "Read a run's conversations by facets, sort them into topics, and keep both in the run's folder.",
            "topics runs/v1",
            "topics runs/v1 --facet sentiment --by task",
            "topics runs/v1 --facet issues --where sentiment=negative --where retries>=1")
    {
        _context = context;
        Add(_run);
        foreach (var option in new Option[] { _facets, _by, _where, _again })
        {
            Add(option);
        }

        _settings.AddTo(this);
        Add(_json);
        foreach (var command in new Command[] { new TopicsClusterCommand(context), new TopicsAssignCommand(context), new TopicsDiffCommand(context) })
        {
            command.Validators.Add(RefuseRunBefore);
            Add(command);
        }

        SetAction(RunAsync);
    }

    /// <summary>The conditions of commands that show conversations.</summary>
    public static Option<string[]> WhereOption() => new("--where")
    {
        Description = "Look only at conversations that meet this condition, e.g. sentiment=negative, task~returns, retries>=1; may be given several times.",
        HelpName = "CONDITION",
    };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var (names, by) = (parsed.GetValue(_facets) ?? [], parsed.GetValue(_by));
        if (by is not null && names.Length == 0)
        {
            throw new ArgumentException("--by needs --facet as well: topics RUN --facet sentiment --by task");
        }

        var run = RunFolder.Open(parsed.GetRequiredValue(_run));
        var known = FacetNames.Find();
        var facets = known.Select(names, "--facet");
        facets = by is null ? facets : [.. facets.Concat(known.Select([by], "--by")).DistinctBy(facet => facet.Name)];

        using var maker = _settings.Open(parsed, _context);
        var read = await maker.ReadAsync(run, facets, stop);
        var topics = await maker.TopicsOfAsync(read, facets, parsed.GetValue(_again), stop);
        var conditions = parsed.GetValue(_where) ?? [];
        var shown = conditions.Length == 0 ? topics : Matching(run, topics, conditions, read.Readings);
        var view = new TopicsReport(run, read, shown, conditions);
        if (by is not null)
        {
            Cross(parsed, view, names, by);
        }
        else
        {
            Show(parsed, view, names);
        }

        return read.Failures.Count > 0 ? ExitCode.Failures : ExitCode.Done;
    }

    // The parser takes a parent's argument before its commands.
    private void RefuseRunBefore(CommandResult command)
    {
        if (command.GetResult(_run) is { Tokens: [var run, ..] })
        {
            command.AddError($"\"{run.Value}\" stands before {command.Command.Name}; write all that topics {command.Command.Name} takes behind it");
        }
    }

    private static RunTopics Matching(RunFolder run, RunTopics topics, string[] conditions, IReadOnlyList<FacetReading> readings)
    {
        var selected = RunSubjects.Of(run).Where(conditions).Select(subject => subject.Conversation.Id).ToHashSet(StringComparer.Ordinal);
        return selected.Count > 0
            ? TopicSelection.Only(topics, selected, readings)
            : throw new ArgumentException($"--where: no conversation of {run.Path} meets {string.Join(" and ", conditions.Select(c => $"\"{c}\""))}; loosen it");
    }

    private void Show(ParseResult parsed, TopicsReport report, string[] names)
    {
        var maps = names.Length == 0
            ? report.Maps
            : [.. names.SelectMany(FacetNames.Shown).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => report.Topics[name])];
        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(report.Json(maps));
        }
        else
        {
            new TopicsView(_context.Terminal).Show(report, maps);
        }
    }

    private void Cross(ParseResult parsed, TopicsReport report, string[] names, string by)
    {
        var columns = report.Topics[FacetNames.Shown(by).First()];
        var tables = names.Select(name => CrossTable.Of(report.Topics[FacetNames.Shown(name).First()], columns)).ToList();
        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(report.Json(tables));
        }
        else
        {
            new CrossTableView(_context.Terminal).Show(report, tables);
        }
    }
}
