using System.Text.RegularExpressions;

namespace Evergreen.Insights.Releases;

/// <summary>Two prompts line by line, so that each change can be made or unmade by itself.</summary>
internal sealed partial class PromptDiff
{
    private const int LongestName = 40;

    private readonly List<Step> _steps;

    private PromptDiff(List<Step> steps) => _steps = steps;

    /// <summary>The changed lines, each named by its bold label or else its first words. Blank lines are no change.</summary>
    public IEnumerable<ReleaseChange> Changes => _steps.Where(step => step.Name is not null).Select(step => new ReleaseChange(step.Name!, step.Before, step.After));

    /// <summary>Compares two prompts.</summary>
    public static PromptDiff Of(string @base, string candidate)
    {
        var (before, after) = (Lines(@base), Lines(candidate));
        var common = CommonLengths(before, after);
        var (steps, removed, added, names) = (new List<Step>(), new List<string>(), new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                Settle();
                steps.Add(new Step(null, before[i++], after[j++]));
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                removed.Add(before[i++]);
            }
            else
            {
                added.Add(after[j++]);
            }
        }

        Settle();
        return new PromptDiff(steps);

        // Within a stretch of changed lines, a line replaces the one with its label; without labels, the next one.
        void Settle()
        {
            foreach (var line in removed)
            {
                var partner = added.FindIndex(other => Label(other) == Label(line) && IsBlank(other) == IsBlank(line));
                var (skipped, replacement) = partner < 0 ? ([], null) : (added[..partner], added[partner]);
                skipped.ForEach(other => steps.Add(new Step(Name(other), null, other)));
                steps.Add(new Step(Name(replacement ?? line), line, replacement));
                added.RemoveRange(0, partner + 1);
            }

            added.ForEach(line => steps.Add(new Step(Name(line), null, line)));
            removed.Clear();
            added.Clear();
        }

        string? Name(string line)
        {
            var name = Label(line) ?? FirstWords(line);
            for (var number = 2; name.Length > 0 && !names.Add(name); number++)
            {
                name = $"{Label(line) ?? FirstWords(line)} ({number})";
            }

            return name.Length == 0 ? null : name;
        }
    }

    /// <summary>The prompt with the changes of these names made and all others not.</summary>
    public string With(HashSet<string> names) => string.Join('\n', _steps
        .Select(step => step.Name is null || names.Contains(step.Name) ? step.After : step.Before)
        .Where(line => line is not null));

    private static string[] Lines(string prompt) => prompt.ReplaceLineEndings("\n").Split('\n');

    private static bool IsBlank(string line) => string.IsNullOrWhiteSpace(line);

    private static string? Label(string line) => BoldLabel().Match(line) is { Success: true } label ? label.Groups[1].Value : null;

    private static string FirstWords(string line)
    {
        var words = line.Trim(' ', '-', '*', '#', '\t');
        if (words.Length <= LongestName)
        {
            return words;
        }

        var end = words.LastIndexOf(' ', LongestName);
        return words[..(end > 0 ? end : LongestName)];
    }

    /// <summary>How many lines what remains from each place on has in common at most.</summary>
    private static int[,] CommonLengths(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }

    [GeneratedRegex(@"\*\*\s*(.+?)\s*:?\s*\*\*")]
    private static partial Regex BoldLabel();

    // Without a name where nothing of note changed.
    private sealed record Step(string? Name, string? Before, string? After);
}
