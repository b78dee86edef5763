using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Topics;

/// <summary><c>topics diff RUN_A RUN_B</c>: how the shares of topics moved from one run to another.</summary>
internal sealed class TopicsDiffCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    private readonly TopicSettings _settings = new();
    private readonly Argument<string> _before = new("RUN_A") { Description = "The folder of the first run." };
    private readonly Argument<string> _after = new("RUN_B") { Description = "The folder of the second run." };

    private readonly Option<string[]> _facets = new("--facet")
    {
        Description = "Compare this facet only; may be given several times.",
        HelpName = "NAME|FILE",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the changes as one JSON object, and nothing else." };

    public TopicsDiffCommand(CommandContext context)
        : base(
            "diff",
            "Say how the shares of topics moved from one run to another; runs that have no topics yet are read first.",
            "topics diff runs/v1 runs/v2",
            "topics diff runs/v1 runs/v2 --facet issues --json")
    {
        _context = context;
        Add(_before);
        Add(_after);
        Add(_facets);
        _settings.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var (before, after) = (RunFolder.Open(parsed.GetRequiredValue(_before)), RunFolder.Open(parsed.GetRequiredValue(_after)));
        if (PlaceOf(before) == PlaceOf(after))
        {
            throw new ArgumentException($"{before.Path} and {after.Path} are the same run; give two");
        }

        var names = parsed.GetValue(_facets) ?? [];
        var facets = FacetNames.Find().Select(names, "--facet");
        using var maker = _settings.Open(parsed, _context);
        var first = await maker.ReadAsync(before, facets, stop);
        var topics = await maker.TopicsOfAsync(first, facets, again: false, stop);
        var second = await maker.ReadAsync(after, facets, stop);
        if (second.Earlier is null || second.Asked > 0)
        {
            await maker.AssignUnsortedAsync(second, topics, stop);
        }

        string[] shown = [.. (names.Length > 0 ? names : [.. facets.Select(facet => facet.Name)]).SelectMany(FacetNames.Shown)];
        var diffs = (await TopicDiff.CompareAsync(first.Readings, second.Readings, maker.Mapper, topics, stop))
            .Where(diff => shown.Contains(diff.Facet, StringComparer.OrdinalIgnoreCase))
            .OrderBy(diff => FacetNames.Place(diff.Facet)).ToList();
        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(new { Before = Side(first), After = Side(second), Facets = diffs.Select(Json) });
        }
        else
        {
            new TopicDiffView(_context.Terminal).Show(first, second, diffs);
        }

        return first.Failures.Count + second.Failures.Count > 0 ? ExitCode.Failures : ExitCode.Done;
    }

    private static string PlaceOf(RunFolder run) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Path));

    private static object Side(ReadRun read) => new { Run = read.Run.Path, Conversations = read.Readings.Count, read.ReadBy };

    private static object Json(TopicDiff diff) => new
    {
        diff.Facet,
        Topics = diff.Topics.Select(change => new
        {
            change.Topic,
            change.Name,
            Before = Json(change.Before),
            After = Json(change.After),
            change.Difference,
            change.Q,
            change.Verdict,
        }),
        diff.Notes,
    };

    private static object Json(Share share) => new { share.Count, share.Total, Share = share.Value };
}
