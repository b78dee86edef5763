using System.Globalization;
using Evergreen.Host.Deployments;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Display;

/// <summary>What a run came to, and what to look at next.</summary>
internal sealed class RunSummary(Terminal terminal)
{
    private IAnsiConsole Console => terminal.Console;

    /// <summary>Shows a run that has ended.</summary>
    /// <param name="record">What came of it.</param>
    /// <param name="modelReason">Why it talked to the model it did.</param>
    /// <param name="run">Its folder.</param>
    public void Show(RunRecord record, string modelReason, RunFolder run)
    {
        var tally = CategoryTally.Of(run.Conversations);
        Header(record, modelReason, run.Path);
        Console.WriteLine();
        Categories(record, tally);
        Console.WriteLine();
        Figures(record);
        Console.WriteLine();
        Next(run, tally);
    }

    private void Header(RunRecord record, string modelReason, string path)
    {
        var (info, options, timing) = (record.Run, record.Options, record.Timing);
        var colour = info.Status == RunStatus.Completed ? "green" : "yellow";
        Console.MarkupLine($"[bold]{Markup.Escape(path)}[/]  [{colour}]{Words.Of(info.Status)}[/] after {Words.Seconds(timing.WallSeconds)}");
        Console.WriteLine();
        var fields = Fields();
        Add(fields, "model", Markup.Escape($"{options["model"]} ({modelReason})"));
        Add(fields, "release", Markup.Escape(
            options.GetValueOrDefault("release_reason") is { } why and not ReleaseChoice.AskedFor ? $"{options["release"]} ({why})" : options["release"] ?? ""));
        Add(fields, "shop", Markup.Escape($"{options["faults"]} faults, {options["world"]} worlds, {options["store"]}, on {options["world_clock"]?.Split('T')[0]}"));
        Add(fields, "seed", $"{options["seed"]}, temperature {options["temperature"]}");
        if (info.Reproducible != "yes")
        {
            Add(fields, "repeatable", Markup.Escape(info.Reproducible));
        }

        terminal.Write(fields);
    }

    private void Categories(RunRecord record, CategoryTally tally)
    {
        string[] titles = ["category", "played", "completed", "escalated", "other", "turns", "tools", "retries", "median"];
        var table = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 1, 0));
        foreach (var _ in titles.Skip(1))
        {
            table.AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 0, 0));
        }

        table.AddRow([.. titles.Select(title => $"[grey]{title}[/]")]);

        foreach (var row in tally.Rows)
        {
            table.AddRow(Cells(row));
        }

        if (tally.Rows.Count > 1)
        {
            table.AddRow(Cells(tally.All));
        }

        terminal.Write(table);
        var troubles = record.Totals.ByEnding.Where(ending => ending.Key is not (nameof(Ending.Completed) or nameof(Ending.Escalated)) && ending.Value > 0).ToList();
        if (troubles.Count > 0)
        {
            Console.MarkupLine("  [grey]other:[/] " + string.Join(", ", troubles.Select(ending =>
                Words.Marked(Enum.Parse<Ending>(ending.Key), $"{Words.OfEnding(ending.Key)} {Words.Count(ending.Value)}"))));
        }

        if (tally.CommonestFailure is { } reason)
        {
            Console.MarkupLineInterpolated($"  [grey]failed because:[/] {reason}");
        }
    }

    private static string[] Cells(CategoryTally.Row row) =>
    [
        Markup.Escape(row.Category),
        Words.Count(row.Conversations),
        Words.Count(row.Completed),
        Words.Count(row.Escalated),
        Words.Count(row.Conversations - row.Completed - row.Escalated),
        row.MeanTurns.ToString("0.0", CultureInfo.InvariantCulture),
        row.MeanToolCalls.ToString("0.0", CultureInfo.InvariantCulture),
        Words.Count(row.Retries),
        Words.Seconds(row.MedianSeconds),
    ];

    private void Figures(RunRecord record)
    {
        var (totals, timing) = (record.Totals, record.Timing);
        var fields = Fields();
        Line("tools", $"{Words.Count(totals.ToolCalls, "call", "calls")} in {Words.Count(totals.ToolAttempts, "attempt", "attempts")}; "
            + $"{Words.Count(totals.TransientFailures)} failed for now, {Words.Count(totals.ToolRetries)} were tried again");
        Line("shop", $"{Words.Count(totals.Refunds, "refund", "refunds")}, {Words.Count(totals.Returns, "return", "returns")}, {Words.Count(totals.Tickets, "ticket", "tickets")}");
        Line("model", $"{Words.Count(totals.ModelCalls, "call", "calls")}, {Words.Count(totals.InputTokens)} tokens in, {Words.Count(totals.OutputTokens)} out{Cost(totals)}");
        Line("trace", $"{Words.Count(totals.Spans, "span", "spans")}{(totals.SpansDropped == 0 ? ", none lost" : $", [red]{Words.Count(totals.SpansDropped)} lost[/]")}");
        Line("pace", $"{Words.Rate(totals.Conversations / Math.Max(timing.WallSeconds, 0.001))} conversations/s, up to {Words.Count(timing.PeakInFlight)} at once"
            + (timing.Efficiency is { } efficiency ? string.Create(CultureInfo.InvariantCulture, $", efficiency {efficiency:0.00}") : ""));
        var seconds = timing.ConversationSeconds;
        Line("seconds", string.Create(CultureInfo.InvariantCulture,
            $"{seconds.P50:0.00} median, {seconds.P95:0.00} p95, {seconds.P99:0.00} p99, {seconds.Max:0.00} longest conversation"));

        if (record.Scores is { Count: > 0 } scores)
        {
            Line("judged", Judged(scores));
        }

        terminal.Write(fields);

        void Line(string name, string markup) => Add(fields, name, markup);
    }

    private static string Cost(RunTotals totals) => totals switch
    {
        { CostUsd: > 0 and var cost } => $", {Words.Dollars(cost)}",
        { CostUsd: null, InputTokens: > 0 } => ", at a price that is not known",
        _ => "",
    };

    private static string Judged(IReadOnlyList<ScorerSummary> scores)
    {
        var notScored = scores.Max(score => score.NotScored);
        return $"{Words.Count(scores[0].Scored + scores[0].NotScored, "conversation", "conversations")}: "
            + string.Join(", ", scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{Markup.Escape(score.Scorer)} {score.Mean?.Value:0.00}")))
            + (notScored == 0 ? "" : $"; [yellow]{Words.Count(notScored)} could not be[/]");
    }

    private static Grid Fields() => new Grid()
        .AddColumn(new GridColumn { Width = 11 }.NoWrap().Padding(2, 0, 1, 0))
        .AddColumn(new GridColumn().Padding(0, 0, 0, 0));

    private static void Add(Grid fields, string name, string markup) => fields.AddRow($"[grey]{name}[/]", markup);

    private void Next(RunFolder run, CategoryTally tally)
    {
        if (tally.All.Conversations == 0)
        {
            return;
        }

        Console.MarkupLine("  [grey]next[/]");
        Console.WriteLine($"    evergreen show {run.Path}");
        if (tally.WorthReading is { } id)
        {
            Console.WriteLine($"    evergreen show {run.Path} {id}");
        }
    }
}
