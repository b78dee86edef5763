using System.Globalization;
using Evergreen.Host.Display;
using Evergreen.Insights.Topics;
using Evergreen.Insights.Topics.Runs;
using Spectre.Console;

namespace Evergreen.Host.Topics;

/// <summary>How the shares of topics moved between two runs, the largest change first.</summary>
internal sealed class TopicDiffView(Terminal terminal)
{
    private static readonly string[] Titles = ["id", "before", "after", "change", "95 % interval", "", "topic"];

    public void Show(ReadRun before, ReadRun after, IReadOnlyList<TopicDiff> diffs)
    {
        var lines = new FieldLines(terminal);
        lines.Title($"{before.Run.Path} to {after.Run.Path}", "shares of the conversations of each run, sorted by one map of both");
        lines.Add("before", Words.Count(before.Readings.Count, "conversation", "conversations"));
        lines.Add("after", Words.Count(after.Readings.Count, "conversation", "conversations"));
        foreach (var (facet, prompt) in before.ReadBy.Where(origin => after.ReadBy.GetValueOrDefault(origin.Key) is { } other && other != origin.Value))
        {
            lines.Add("beware", $"{facet} was read by {prompt.Model} before and by {after.ReadBy[facet].Model} after, or by another prompt: part of a change may be theirs");
        }

        foreach (var diff in diffs)
        {
            terminal.Console.WriteLine();
            terminal.Console.MarkupLine($"[bold]{Markup.Escape(TopicsView.TitleOf(diff.Facet))}[/]  {Summary(diff)}");
            if (IsSorted(diff))
            {
                Table(diff);
            }

            foreach (var note in diff.Notes)
            {
                terminal.WriteIndented($"[grey]{Markup.Escape(note)}[/]", 2);
            }
        }
    }

    /// <summary>Whether there are topics at all, so that what fits none of them says something.</summary>
    private static bool IsSorted(TopicDiff diff) => diff.Topics.Any(change => change.Topic != Topic.Other);

    private static string Summary(TopicDiff diff) => IsSorted(diff)
        ? string.Join(", ", diff.Topics.CountBy(change => change.Verdict).Select(verdict => $"{Words.Count(verdict.Value)} {verdict.Key}"))
        : "not sorted";

    private void Table(TopicDiff diff)
    {
        var table = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 0, 0));
        for (var column = 0; column < 4; column++)
        {
            table.AddColumn(new GridColumn().NoWrap().RightAligned().Padding(2, 0, 0, 0));
        }

        table.AddColumn(new GridColumn().NoWrap().Padding(2, 0, 0, 0)).AddColumn(new GridColumn().Padding(2, 0, 0, 0));
        table.AddRow([.. Titles.Select(title => $"[grey]{title}[/]")]);
        foreach (var change in diff.Topics)
        {
            var colour = !change.IsReported ? "grey" : "yellow";
            table.AddRow(
                Markup.Escape(change.Topic),
                Words.Percent(change.Before.Count, change.Before.Total),
                Words.Percent(change.After.Count, change.After.Total),
                Points(change.After.Value - change.Before.Value),
                change.Difference is { } interval ? $"[grey]{Points(interval.Low)} to {Points(interval.High)}[/]" : "",
                $"[{colour}]{change.Verdict}[/]",
                Markup.Escape(change.Name));
        }

        terminal.Write(table);
    }

    /// <summary>A difference of shares in percentage points.</summary>
    private static string Points(double? difference) =>
        difference is { } points ? string.Create(CultureInfo.InvariantCulture, $"{100 * points:+0;-0;0}") : "";
}
