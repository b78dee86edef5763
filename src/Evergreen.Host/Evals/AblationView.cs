using System.Globalization;
using Evergreen.Host.Display;
using Evergreen.Insights.Experiments;
using Evergreen.Insights.Scoring;
using Spectre.Console;

namespace Evergreen.Host.Evals;

/// <summary>What each change is worth: failure patterns and scores without it, the patterns with it alone, and what that comes to.</summary>
internal sealed class AblationView(Terminal terminal)
{
    public void Show(Ablation ablation, string folder)
    {
        terminal.Console.MarkupLineInterpolated(
            $"[bold]{folder}[/]  the changes from {ablation.Base} to {ablation.Release} on {ablation.Dataset} ({ablation.DatasetVersion}), {Words.Count(ablation.Trials, "trial", "trials")}, model {ablation.Model}");
        terminal.Console.WriteLine();
        terminal.Console.MarkupLine("  [grey]failure patterns: conversations in which each occurred, of those in which it could[/]");
        terminal.Write(Patterns(ablation));
        terminal.Console.WriteLine();
        terminal.Console.MarkupLineInterpolated($"  [grey]scores of {ablation.Release} without a change, less those of {ablation.Release} (* the data support it)[/]");
        terminal.Write(Scores(ablation));
        terminal.Console.WriteLine();
        foreach (var pattern in ablation.Patterns)
        {
            terminal.WriteIndented($"[bold]{pattern.Pattern}[/]  {Share(pattern.Base)} in {Markup.Escape(ablation.Base)}, {Share(pattern.Whole)} in {Markup.Escape(ablation.Release)}", 2);
            terminal.WriteIndented(Markup.Escape(pattern.Conclusion), 4);
        }

        var whole = Path.Combine(folder, ablation.Variants[0].Experiment);
        new FieldLines(terminal).Next(
            $"evergreen show {whole}",
            $"evergreen compare {whole} {Path.Combine(folder, ablation.Variants.First(v => v.Kind == AblationKind.Without).Experiment)}");
    }

    private static Grid Patterns(Ablation ablation)
    {
        var patterns = ablation.Patterns;
        var table = Columns(["", .. patterns.Select(p => Stacked(p.Pattern))]);
        foreach (var variant in ablation.Variants)
        {
            table.AddRow([Markup.Escape(Name(ablation, variant)), .. patterns.Select(p => Cell(variant, p))]);
        }

        return table;

        static string Cell(AblationResult variant, PatternMend pattern)
        {
            var text = Share(variant.Patterns[pattern.Pattern]);
            return variant.Kind switch
            {
                AblationKind.Without when pattern.Needed.Contains(variant.Change!) => $"[red]{text} back[/]",
                AblationKind.Only when pattern.Sufficient.Contains(variant.Change!) => $"[green]{text} mended[/]",
                _ => text,
            };
        }
    }

    private static Grid Scores(Ablation ablation)
    {
        var without = ablation.Variants.Where(v => v.Kind == AblationKind.Without).ToList();
        var scorers = without[0].Against!.Scorers.Where(s => s.Scale == ScoreScale.Verdict || s.Scorer == "tool_errors").Select(s => s.Scorer).ToList();
        var table = Columns(["", .. scorers]);
        foreach (var variant in without)
        {
            table.AddRow([Markup.Escape(Name(ablation, variant)), .. scorers.Select(name => Difference(variant.Against!.Scorers.Single(s => s.Scorer == name)))]);
        }

        return table;

        static string Difference(ScorerComparison scorer) => scorer.Difference is not { } difference ? "-"
            : Math.Round(difference.Value, 2) == 0 ? "[grey]0[/]"
            : difference.Value.ToString("+0.00;-0.00", CultureInfo.InvariantCulture) + (scorer.IsSupported ? "*" : "");
    }

    private static string Name(Ablation ablation, AblationResult variant) => variant.Kind switch
    {
        AblationKind.Whole => ablation.Release,
        AblationKind.Base => ablation.Base,
        AblationKind.Without => $"{ablation.Release} without {variant.Change}",
        _ => $"{ablation.Base} with {variant.Change} alone",
    };

    private static Grid Columns(string[] titles)
    {
        var table = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 1, 0));
        foreach (var _ in titles.Skip(1))
        {
            table.AddColumn(new GridColumn().NoWrap().RightAligned().Padding(1, 0, 1, 0));
        }

        table.AddRow([.. titles.Select(title => $"[grey]{Markup.Escape(title)}[/]")]);
        return table;
    }

    private static string Share(PatternShare share) => share.Applicable == 0 ? "-" : $"{share.Count}/{share.Applicable}";

    /// <summary>A check's name over several lines, none of which is long.</summary>
    private static string Stacked(string name)
    {
        var lines = new List<string>();
        foreach (var word in name.Split('_'))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < 14)
            {
                lines[^1] += $" {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return string.Join('\n', lines);
    }
}
