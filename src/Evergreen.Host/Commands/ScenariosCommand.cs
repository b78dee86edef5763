using System.CommandLine;
using Evergreen.Host.Display;
using Evergreen.Insights.Scenarios;

namespace Evergreen.Host.Commands;

/// <summary><c>scenarios validate FILE</c></summary>
internal sealed class ScenariosCommand : EvergreenCommand
{
    public ScenariosCommand(Terminal terminal)
        : base("scenarios", "Work with files of scenarios.", "scenarios validate scenarios.json") =>
        Add(new Validate(terminal));

    private sealed class Validate : EvergreenCommand
    {
        public Validate(Terminal terminal)
            : base("validate", "Check a file of scenarios and say what is wrong with it.", "scenarios validate scenarios.json")
        {
            var file = new Argument<string>("FILE") { Description = "A file of scenarios." };
            Add(file);
            SetAction(parsed =>
            {
                var path = parsed.GetRequiredValue(file);
                var scenarios = ScenarioFile.Load(path);
                terminal.Out.WriteLine($"{path}: {scenarios.Count} {(scenarios.Count == 1 ? "scenario" : "scenarios")}, all valid");
                foreach (var category in ScenarioCategories.All)
                {
                    terminal.Out.WriteLine($"  {category,-14}{scenarios.Count(scenario => scenario.Category == category),4}");
                }

                return ExitCode.Done;
            });
        }
    }
}
