using System.Globalization;
using Evergreen.Host.Display;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;
using Spectre.Console;

namespace Evergreen.Host.Evals;

/// <summary>What an evaluation came to: a line a scorer, the endings, and what to type next.</summary>
internal sealed class ExperimentView(Terminal terminal)
{
    public void Show(string folder, EvalRequest request, ExperimentSummary summary)
    {
        var rows = request.Suite.Scenarios.Count;
        terminal.Console.MarkupLineInterpolated(
            $"[bold]{folder}[/]  release {summary.Release} on {summary.Dataset} ({summary.DatasetVersion}): {Words.Count(rows, "row", "rows")} × {Words.Count(summary.Trials, "trial", "trials")}, model {summary.Model}{Judged(summary)}");
        terminal.Console.WriteLine();
        terminal.Write(Scorers(summary));
        terminal.Console.WriteLine();
        terminal.Console.MarkupLine("  [grey]endings[/]  " + string.Join(", ", summary.ByEnding.OrderByDescending(e => e.Value).Select(e =>
            Words.Marked(Enum.Parse<Ending>(e.Key), $"{Words.OfEnding(e.Key)} {Words.Count(e.Value)}"))));
        if (summary.Reproducible != "yes")
        {
            terminal.Console.MarkupLineInterpolated($"  [grey]repeatable[/]  {summary.Reproducible}");
        }

        Next(folder, summary);
    }

    /// <summary>A mean with its 95 % interval.</summary>
    public static string Text(Mean? mean, ScoreScale scale) => mean is null ? "-" : $"{Number(mean.Value, scale)}{Text(mean.Interval, scale)}";

    public static string Text(Interval? interval, ScoreScale scale) =>
        interval is { } known ? $" [{Number(known.Low, scale)}, {Number(known.High, scale)}]" : "";

    public static string Number(double value, ScoreScale scale) =>
        value.ToString(scale == ScoreScale.Verdict || Math.Abs(value) < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);

    private static string Judged(ExperimentSummary summary) => summary.JudgeModel is null ? "" : $", judged by {summary.JudgeModel}";

    private static Grid Scorers(ExperimentSummary summary)
    {
        string[] titles = ["scorer", "mean", "95 % interval", "scored", "not scored", .. summary.Trials > 1 ? new[] { $"pass^{summary.Trials}" } : []];
        var table = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 1, 0));
        foreach (var _ in titles.Skip(1))
        {
            table.AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 1, 0));
        }

        table.AddRow([.. titles.Select(title => $"[grey]{title}[/]")]);
        foreach (var scorer in summary.Scorers)
        {
            string[] cells =
            [
                Markup.Escape(scorer.Scorer),
                scorer.Mean is { } mean ? Number(mean.Value, scorer.Scale) : "-",
                Markup.Escape(Text(scorer.Mean?.Interval, scorer.Scale).Trim()),
                Words.Count(scorer.Scored),
                scorer.NotScored == 0 ? "" : Words.Count(scorer.NotScored),
                scorer.PassHatK.Count < summary.Trials ? "" : Number(scorer.PassHatK[summary.Trials - 1], scorer.Scale),
            ];
            table.AddRow(cells[..titles.Length]);
        }

        return table;
    }

    private void Next(string folder, ExperimentSummary summary)
    {
        var other = ExperimentFolders.OthersOn(summary.DatasetVersion, folder).FirstOrDefault();
        new FieldLines(terminal).Next(
            $"evergreen show {folder}",
            $"evergreen compare {(other is null ? "OTHER" : ExperimentFolders.NameOf(other))} {ExperimentFolders.NameOf(folder)}");
    }
}
