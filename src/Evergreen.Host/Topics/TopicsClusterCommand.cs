using System.CommandLine;
using System.Text.Json.Serialization;
using Evergreen.Host.Commands;
using Evergreen.Host.Display;
using Evergreen.Insights.Topics;
using Spectre.Console;

namespace Evergreen.Host.Topics;

/// <summary><c>topics cluster FILE</c>: the map of any texts.</summary>
internal sealed class TopicsClusterCommand : EvergreenCommand
{
    private readonly CommandContext _context;
    private readonly TopicSettings _settings = new();
    private readonly Argument<string> _file = new("FILE") { Description = "JSON lines, each with an id and a text." };
    private readonly Option<bool> _json = new("--json") { Description = "Print topics and assignments as one JSON object, and nothing else." };

    public TopicsClusterCommand(CommandContext context)
        : base(
            "cluster",
            "Sort any texts into topics, as many as there are; what fits nowhere is left out.",
            "topics cluster tickets.jsonl",
            "topics cluster tickets.jsonl --seed 7 --json")
    {
        _context = context;
        Add(_file);
        _settings.AddTo(this);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var path = parsed.GetRequiredValue(_file);
        var texts = TopicTextFile.Read(path);
        using var maker = _settings.Open(parsed, _context);
        var map = await maker.MapAsync(texts, stop);
        if (parsed.GetValue(_json))
        {
            _context.Terminal.WriteJson(new
            {
                Texts = texts.Count,
                map.Topics,
                Assignments = map.Assignments.Select(Assignment.Of),
                map.Notes,
            });
        }
        else
        {
            Show(path, map);
        }

        return ExitCode.Done;
    }

    private void Show(string path, TopicMap map)
    {
        var unassigned = map.Assignments.Count(a => a.Topic == Topic.Other);
        new FieldLines(_context.Terminal).Title(
            path,
            $"{Words.Count(map.Topics.Count, "topic", "topics")} over {Words.Count(map.Assignments.Count, "text", "texts")}"
            + (unassigned == 0 ? "" : $"; {Words.Count(unassigned)} fit no topic"));
        TopicTable.Write(_context.Terminal, map.Topics, map.Assignments.Count);
        foreach (var note in map.Notes)
        {
            _context.Terminal.WriteIndented($"[grey]{Markup.Escape(note)}[/]", 2);
        }
    }

    /// <summary>Where a text belongs.</summary>
    private sealed record Assignment(string Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Topic, double Similarity, MapPoint? Point)
    {
        public static Assignment Of(TopicAssignment assignment) => new(
            assignment.Id,
            assignment.Topic == Insights.Topics.Topic.Other ? null : assignment.Topic,
            assignment.Similarity,
            assignment.Point);
    }
}
