using Evergreen.Host.Display;
using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Runs;
using Spectre.Console;

namespace Evergreen.Host.Topics;

/// <summary>A run's topics, facet by facet.</summary>
internal sealed class TopicsView(Terminal terminal)
{
    private IAnsiConsole Console => terminal.Console;

    public void Show(TopicsReport report, IReadOnlyList<FacetMap> maps)
    {
        Heading(terminal, report);
        foreach (var map in maps)
        {
            Console.WriteLine();
            Console.MarkupLine($"[bold]{Markup.Escape(TitleOf(map.Facet))}[/]  {Markup.Escape(Summary(map))}");
            TopicTable.Write(terminal, map.Topics, map.Conversations - map.Failed);
            foreach (var note in map.Notes)
            {
                terminal.WriteIndented($"[grey]{Markup.Escape(note)}[/]", 2);
            }
        }

        Failures(report);
        if (report.Where.Count == 0)
        {
            new FieldLines(terminal).Next(
                $"evergreen topics {report.Run.Path} --facet sentiment --by task",
                $"evergreen show {report.Run.Path} --where sentiment=negative",
                $"evergreen checks {report.Run.Path}");
        }
    }

    /// <summary>Which run, how much of it, and whose words these are.</summary>
    public static void Heading(Terminal terminal, TopicsReport report)
    {
        var lines = new FieldLines(terminal);
        lines.Title(report.Run.Path, Words.Count(report.Conversations, "conversation", "conversations") + (report.Where.Count == 0 ? "" : $" where {string.Join(" and ", report.Where)}"));
        if (report.Run.Record.Run.Status != Insights.Transcripts.RunStatus.Completed)
        {
            lines.Add("run", $"{Words.Of(report.Run.Record.Run.Status)}; these are the conversations that have ended");
        }

        lines.Add("read by", string.Join(", ", report.Models));
    }

    /// <summary>A facet's name in plain words.</summary>
    public static string TitleOf(string facet) => facet.Replace('_', ' ').Replace('-', ' ');

    private static string Summary(FacetMap map)
    {
        if (map.Topics.Count == 0)
        {
            return "not sorted into topics";
        }

        var other = map.Assignments.Count(a => a.Topic == Topic.Other);
        var kind = map.Source == "classes" ? Words.Count(map.Topics.Count, "class", "classes") : Words.Count(map.Topics.Count, "topic", "topics");
        string[] parts =
        [
            $"{kind} over {Words.Count(map.Assignments.Count, "conversation", "conversations")}",
            other > 0 ? $"{Words.Count(other)} fit no topic" : "",
            map.Nothing > 0 ? $"{Words.Count(map.Nothing)} had nothing to find" : "",
            map.Failed > 0 ? $"{Words.Count(map.Failed)} could not be read" : "",
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    private void Failures(TopicsReport report)
    {
        if (report.Read.Failures is not { Count: > 0 } failures)
        {
            return;
        }

        Console.WriteLine();
        foreach (var (reason, answers) in failures.Take(3))
        {
            terminal.WriteIndented($"[red]{Words.Count(answers, "answer", "answers")} could not be had:[/] {Markup.Escape(reason)}", 2);
        }

        terminal.WriteIndented("[grey]run the command again to ask for them once more[/]", 2);
    }
}
