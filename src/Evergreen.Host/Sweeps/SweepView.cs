using System.Globalization;
using Evergreen.Host.Display;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Sweeps;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Sweeps;

/// <summary>A sweep, a line a run: first what was said and done, then how fast.</summary>
internal sealed class SweepView(Terminal terminal)
{
    private static readonly string[] Titles =
        ["at once", "temp.", "played", "completed", "escalated", "found", "as first", "turns", "tools", "tokens", "a second", "efficiency", "median", "p95"];

    public void Show(string folder, Sweep sweep)
    {
        var lines = new FieldLines(terminal);
        lines.Title(folder, sweep.Runs.Count == sweep.Asked
            ? Words.Count(sweep.Asked, "run", "runs")
            : $"{sweep.Runs.Count} of {Words.Count(sweep.Asked, "run", "runs")}");
        if (sweep.Options.Count > 0)
        {
            lines.Add("options", string.Join(' ', sweep.Options));
        }

        terminal.Console.WriteLine();
        var isPaid = sweep.Runs.Any(run => run.CostUsd > 0);
        string[] titles = [.. Titles, .. isPaid ? ["cost"] : Array.Empty<string>()];
        var table = TitledGrid.Of(titles, numbers: titles, texts: []);
        foreach (var run in sweep.Runs)
        {
            table.AddRow([.. Cells(run), .. isPaid ? [run.CostUsd is { } cost ? Words.Dollars(cost) : "-"] : Array.Empty<string>()]);
        }

        terminal.Write(table);
        terminal.Console.WriteLine();
        terminal.WriteIndented("[grey]found: in which a check found something; as first: word for word as in the first run, which also pays for start-up; shares with their 95 % intervals[/]", 2);
        foreach (var run in sweep.Runs.Where(run => run.NotCounted > 0 || run.Status != RunStatus.Completed))
        {
            terminal.WriteIndented(Trouble(run), 2);
        }

        var first = Path.Combine(folder, sweep.Runs[0].Run);
        lines.Next($"evergreen show {first}", $"evergreen checks {first}");
    }

    private static string Trouble(SweepRun run) =>
        $"[yellow]{Markup.Escape(run.Run)}: {Words.Of(run.Status)}{(run.NotCounted == 0 ? "" : $", {Words.Count(run.NotCounted, "conversation", "conversations")} not counted, see evergreen show")}[/]";

    private static string[] Cells(SweepRun run) =>
    [
        Words.Count(run.Concurrency),
        run.Temperature.ToString(CultureInfo.InvariantCulture),
        Words.Count(run.Conversations),
        Text(run.Completed),
        Text(run.Escalated),
        Text(run.Found),
        Words.Percent(run.AsInFirst.Count, run.AsInFirst.Total),
        run.Turns.ToString("0.0", CultureInfo.InvariantCulture),
        run.ToolCalls.ToString("0.0", CultureInfo.InvariantCulture),
        Words.Count((long)run.Tokens),
        Words.Rate(run.ConversationsPerSecond),
        run.Efficiency is { } efficiency ? efficiency.ToString("0.00", CultureInfo.InvariantCulture) : "-",
        Words.Seconds(run.ConversationSeconds.P50),
        Words.Seconds(run.ConversationSeconds.P95),
    ];

    private static string Text(Share share) => share.Interval is { } interval ? Words.Percent(share.Count, share.Total, interval) : "-";
}
