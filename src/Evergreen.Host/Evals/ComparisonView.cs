using System.Globalization;
using Evergreen.Host.Display;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Spectre.Console;

namespace Evergreen.Host.Evals;

/// <summary>Two experiments side by side: the figures, what they come to in words, and the cases that flipped.</summary>
internal sealed class ComparisonView(Terminal terminal)
{
    private const int MostCases = 12;

    public void Show(Comparison comparison, ExperimentSummary first, ExperimentSummary second)
    {
        terminal.Console.MarkupLineInterpolated(
            $"[bold]{comparison.Base}[/] (release {first.Release}) against [bold]{comparison.Candidate}[/] (release {second.Release}) on {first.Dataset} ({comparison.DatasetVersion}), {Words.Count(first.Trials, "trial", "trials")}");
        terminal.Console.WriteLine();
        terminal.Write(Figures(comparison));
        terminal.Console.WriteLine();
        foreach (var scorer in comparison.Scorers)
        {
            terminal.WriteIndented(Markup.Escape(scorer.Conclusion), 2);
        }

        Cases("improved", comparison, scorer => scorer.Improved);
        Cases("got worse", comparison, scorer => scorer.Worsened);
        if (comparison.LeftOut.Count > 0)
        {
            terminal.Console.WriteLine();
            terminal.Console.MarkupLineInterpolated($"  [grey]in one of them only:[/] {string.Join(", ", comparison.LeftOut)}");
        }
    }

    private static Grid Figures(Comparison comparison)
    {
        string[] titles = ["scorer", comparison.Base, comparison.Candidate, "difference", "p", "won", "lost", "tied", "pass^k", "unpaired"];
        var table = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 1, 0));
        foreach (var _ in titles.Skip(1))
        {
            table.AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 1, 0));
        }

        table.AddRow([.. titles.Select(title => $"[grey]{Markup.Escape(title)}[/]")]);
        foreach (var scorer in comparison.Scorers)
        {
            table.AddRow(
                Markup.Escape(scorer.Scorer),
                Markup.Escape(ExperimentView.Text(scorer.Base, scorer.Scale)),
                Markup.Escape(ExperimentView.Text(scorer.Candidate, scorer.Scale)),
                Markup.Escape(ExperimentView.Text(scorer.Difference, scorer.Scale)),
                scorer.AdjustedPValue < 0.001 ? "<0.001" : scorer.AdjustedPValue.ToString("0.000", CultureInfo.InvariantCulture),
                Words.Count(scorer.Improved.Count),
                Words.Count(scorer.Worsened.Count),
                Words.Count(scorer.Ties),
                PassHatK(scorer),
                scorer.Unpaired == 0 ? "" : Words.Count(scorer.Unpaired));
        }

        return table;
    }

    private static string PassHatK(ScorerComparison scorer)
    {
        var k = Math.Min(scorer.BasePassHatK.Count, scorer.CandidatePassHatK.Count);
        return k < 2 ? "" : $"{k}: {ExperimentView.Number(scorer.BasePassHatK[k - 1], ScoreScale.Verdict)} → {ExperimentView.Number(scorer.CandidatePassHatK[k - 1], ScoreScale.Verdict)}";
    }

    private void Cases(string title, Comparison comparison, Func<ScorerComparison, IReadOnlyList<string>> of)
    {
        var flipped = comparison.Scorers.Where(scorer => scorer.Scale == ScoreScale.Verdict && of(scorer).Count > 0).ToList();
        if (flipped.Count == 0)
        {
            return;
        }

        terminal.Console.WriteLine();
        terminal.Console.MarkupLine($"  [grey]cases that {title}[/]");
        foreach (var scorer in flipped)
        {
            var more = of(scorer).Count - MostCases;
            terminal.WriteIndented(
                Markup.Escape($"{scorer.Scorer}: {string.Join(' ', of(scorer).Take(MostCases))}{(more > 0 ? $" and {more} more" : "")}"), 4);
        }
    }
}
