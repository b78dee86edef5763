using Evergreen.Actors.Conversations;
using Evergreen.Actors.Runs;
using Evergreen.Insights.Scenarios;
using Evergreen.Tools.Services;

namespace Evergreen.Actors.Tests.Conversations;

public class CustomerScriptTests
{
    private static readonly Scenario Scenario = new("a", "shipping", "Hello", ["And then?"], null);

    [Fact]
    public void The_script_comes_first_and_the_generated_lines_after_it() => Assert.Equal(
        ["Hello", "And then?", "(generated)", "(generated)"], Play(Scenario, new ExtraTurns(2)));

    [Fact]
    public void A_scenario_that_fixes_its_generated_turns_overrules_the_run()
    {
        Assert.Equal(["Hello", "And then?", "(generated)"], Play(Scenario with { GeneratedTurns = 1 }, new ExtraTurns(2)));
        Assert.Equal(["Hello", "And then?"], Play(Scenario with { GeneratedTurns = 0 }, ExtraTurns.Random));
    }

    private static List<string> Play(Scenario scenario, ExtraTurns extraTurns)
    {
        var script = new CustomerScript(scenario, extraTurns, new Dice(7));
        var said = new List<string>();
        for (var step = script.Next(); step is not CustomerStep.Leave; step = script.Next())
        {
            said.Add(step is CustomerStep.Say line ? line.Text : "(generated)");
        }

        return said;
    }
}
