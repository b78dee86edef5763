using System.Globalization;
using Evergreen.Host.Display;
using Evergreen.Insights.Topics.Runs;
using Spectre.Console;

namespace Evergreen.Host.Topics;

/// <summary>How the topics of one facet fall on those of another: a block a topic, its largest shares first.</summary>
internal sealed class CrossTableView(Terminal terminal)
{
    private const int CellsShown = 8;

    public void Show(TopicsReport report, IReadOnlyList<CrossTable> tables)
    {
        TopicsView.Heading(terminal, report);
        foreach (var table in tables)
        {
            terminal.Console.WriteLine();
            terminal.Console.MarkupLine(
                $"[bold]{Markup.Escape(TopicsView.TitleOf(table.Facet))} by {Markup.Escape(TopicsView.TitleOf(table.By))}[/]  shares of each row, with their 95 % intervals");
            foreach (var row in table.Rows)
            {
                Row(row);
            }

            if (table.Rows.Count == 0)
            {
                terminal.WriteIndented("[grey]no conversation has a finding in both[/]", 2);
            }
        }
    }

    private void Row(CrossRow row)
    {
        terminal.Console.WriteLine();
        terminal.WriteIndented($"{Markup.Escape(row.Topic)}  [bold]{Markup.Escape(row.Name)}[/]  [grey]{Words.Count(row.Total, "conversation", "conversations")}[/]", 2);
        var cells = new Grid()
            .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(4, 0, 0, 0))
            .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0))
            .AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0))
            .AddColumn(new GridColumn().Padding(2, 0, 0, 0));
        foreach (var cell in row.Cells.Take(CellsShown))
        {
            var interval = cell.Share.Interval!.Value;
            cells.AddRow(
                Words.Count(cell.Share.Count),
                Words.Percent(cell.Share.Count, cell.Share.Total),
                string.Create(CultureInfo.InvariantCulture, $"[grey]{100 * interval.Low:0}-{100 * interval.High:0} %[/]"),
                Markup.Escape(cell.Name));
        }

        terminal.Write(cells);
        if (row.Cells.Count > CellsShown)
        {
            var rest = row.Cells.Skip(CellsShown).Sum(cell => cell.Share.Count);
            terminal.WriteIndented($"[grey]{Words.Count(rest)} more in {Words.Count(row.Cells.Count - CellsShown, "further topic", "further topics")}[/]", 4);
        }

        terminal.WriteIndented(Markup.Escape(CrossTable.Sentence(row)), 4);
    }
}
