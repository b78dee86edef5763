using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Insights.Experiments;

namespace Evergreen.Host.Evals;

/// <summary><c>compare A B</c>: two experiments on one dataset, case by case.</summary>
internal sealed class CompareCommand : EvergreenCommand
{
    public CompareCommand(CommandContext context)
        : base(
            "compare",
            "Compare two experiments on one dataset, case by case: what got better, what got worse, and whether the data support it.",
            "compare sizing-v1 sizing-v2",
            "compare sizing-v1 sizing-v2 --json")
    {
        var @base = new Argument<string>("A") { Description = "The experiment to compare with: its name under experiments/, or its folder." };
        var candidate = new Argument<string>("B") { Description = "The experiment to compare." };
        var json = new Option<bool>("--json") { Description = "Print the comparison as one JSON object, and nothing else." };
        Add(@base);
        Add(candidate);
        Add(json);
        SetAction(parsed =>
        {
            var (first, second) = (ExperimentFolders.Open(parsed.GetRequiredValue(@base)), ExperimentFolders.Open(parsed.GetRequiredValue(candidate)));
            var comparison = Comparison.Of(first, second);
            if (parsed.GetValue(json))
            {
                context.Terminal.WriteJson(comparison);
            }
            else
            {
                new ComparisonView(context.Terminal).Show(comparison, first.Summary, second.Summary);
            }

            return ExitCode.Done;
        });
    }
}
