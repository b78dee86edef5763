using Evergreen.Host.Display;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Checks;

/// <summary>The checks, a line each, and below what they look for and what the facets say of the same conversations.</summary>
internal sealed class ChecksView(Terminal terminal)
{
    private const int IdsShown = 3;

    public void Show(CheckedRun run)
    {
        var lines = new FieldLines(terminal);
        lines.Title(run.Run.Path, Words.Count(run.Report.Conversations, "conversation", "conversations") + (run.Where.Count == 0 ? "" : $" where {string.Join(" and ", run.Where)}"));
        if (run.Run.Record.Run.Status != RunStatus.Completed)
        {
            lines.Add("run", $"{Words.Of(run.Run.Record.Run.Status)}; these are the conversations that have ended");
        }

        terminal.Console.WriteLine();
        var table = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 0, 0));
        for (var column = 0; column < 3; column++)
        {
            table.AddColumn(new GridColumn().NoWrap().RightAligned().Padding(2, 0, 0, 0));
        }

        table.AddColumn(new GridColumn().Padding(2, 0, 0, 0));
        table.AddRow("[grey]check[/]", "[grey]found[/]", "[grey]of[/]", "[grey]rate (95 %)[/]", "[grey]conversations[/]");
        foreach (var (name, check) in run.Report.Checks)
        {
            table.AddRow(Markup.Escape(name), Found(check), Words.Count(check.Applicable), Rate(check), Markup.Escape(Ids(check)));
        }

        terminal.Write(table);
        if (run.Report.Checks.Any(check => check.Value.Count > 0))
        {
            terminal.Console.WriteLine();
        }

        foreach (var (name, check) in run.Report.Checks.Where(check => check.Value.Count > 0))
        {
            terminal.WriteIndented($"[bold]{Markup.Escape(name)}[/]  [grey]{Markup.Escape(check.Description)}[/]", 2);
            foreach (var facet in (string[])[Facet.Task, Facet.Issues])
            {
                Beside(run, check, facet);
            }
        }

        lines.Next(Next(run));
    }

    private void Beside(CheckedRun run, CheckResult check, string facet)
    {
        if (run.Facets.Among(facet, check.Conversations) is { Count: > 0 } labels)
        {
            var text = string.Join(", ", labels.Take(3).Select(label => $"\"{label.Name}\" {Words.Count(label.Count)}"));
            terminal.WriteIndented($"[grey]{facet}:[/] {Markup.Escape(text)}{(labels.Count > 3 ? ", …" : "")}", 4);
        }
    }

    private static string Found(CheckResult check) => check.Count == 0 ? "0" : $"[yellow]{Words.Count(check.Count)}[/]";

    private static string Rate(CheckResult check) => check.Interval is { } interval
        ? Words.Percent(check.Count, check.Applicable, interval)
        : "[grey]does not apply[/]";

    private static string Ids(CheckResult check) =>
        string.Join(", ", check.Conversations.Take(IdsShown)) + (check.Conversations.Count > IdsShown ? ", …" : "");

    private static string[] Next(CheckedRun run)
    {
        var first = run.Report.Checks.Values.SelectMany(check => check.Conversations).FirstOrDefault();
        string?[] next =
        [
            first is null ? null : $"evergreen show {run.Run.Path} {first}",
            run.Facets.Names.Count == 0 ? $"evergreen topics {run.Run.Path}" : null,
            $"evergreen checks {run.Run.Path} --json",
        ];
        return [.. next.OfType<string>()];
    }
}
