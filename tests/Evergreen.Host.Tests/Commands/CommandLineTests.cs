using Evergreen.Host.Commands;

namespace Evergreen.Host.Tests.Commands;

public class CommandLineTests
{
    public static TheoryData<string> Commands => ["generate", "chat", "scenarios validate", "show", "topics", "topics cluster", "topics assign", "topics diff", "checks", "import", "db init", "serve shop", "doctor"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_of_a_command_ends_with_an_example_of_it(string command)
    {
        var outcome = await Program.RunAsync([.. command.Split(' '), "--help"]);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains($"  evergreen {command}", outcome.Output[outcome.Output.IndexOf("Example", StringComparison.Ordinal)..]);
    }

    [Fact]
    public async Task Without_a_command_the_help_is_a_message_not_a_result()
    {
        var outcome = await Program.RunAsync();

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("Commands:", outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Theory]
    [InlineData("topics", "RUN is missing: the folder of a run; what has ended of it is sorted; e.g. evergreen topics runs/v1")]
    [InlineData("show", "RUN is missing: the folder of a run; it may still be under way; e.g. evergreen show runs/v2")]
    [InlineData("topics diff runs/v1", "RUN_B is missing: the folder of the second run; e.g. evergreen topics diff runs/v1 runs/v2")]
    [InlineData("report", "RUN|EXPERIMENT is missing: the folder of a run")]
    [InlineData("import chats.jsonl", "--out is missing: the run's folder, which must be new; e.g. evergreen import chats.jsonl --out runs/production")]
    [InlineData("dataset create mine", "--from is missing: the folder of a run whose conversations are taken; may be given several times; e.g. evergreen dataset create")]
    [InlineData("topics assign runs/v2", "--model is missing: whose maps")]
    [InlineData("generate --scenarios", "--scenarios is given without its FILE: the file of scenarios")]
    [InlineData("generate --bogus", "Unrecognized command or argument '--bogus'; evergreen generate --help says what there is")]
    public async Task What_is_missing_is_named_with_what_it_is_and_an_example(string line, string message)
    {
        var outcome = await Program.RunAsync(line.Split(' '));

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"error: {message}", outcome.Error);
        Assert.Single(outcome.Error.Split('\n'), text => text.StartsWith("error: ", StringComparison.Ordinal));
        Assert.DoesNotContain("Usage:", outcome.Error);
    }

    [Theory]
    [InlineData("RUN", "show", "")]
    [InlineData("--out", "import", "chats.jsonl", "--out", " ")]
    [InlineData("--from", "dataset", "create", "mine", "--from", "")]
    [InlineData("RUN|EXPERIMENT", "report", "runs/v1", "")]
    public async Task What_is_left_empty_is_named(string name, params string[] args)
    {
        var outcome = await Program.RunAsync(args);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"error: {name} is empty; give it a value", outcome.Error);
    }

    [Fact]
    public async Task A_setting_that_is_left_empty_is_refused_once()
    {
        var outcome = await Program.RunAsync("generate", "--out", "");

        Assert.Equal("error: --out is \"\"; it must not be empty", outcome.Error.Trim());
    }

    [Theory]
    [InlineData("cluster", "topics cluster <FILE> [options]")]
    [InlineData("assign", "topics assign <RUN> [options]")]
    [InlineData("diff", "topics diff <RUN_A> <RUN_B> [options]")]
    public async Task Help_of_a_command_shows_no_argument_of_the_command_above_it(string command, string usage)
    {
        var outcome = await Program.RunAsync("topics", command, "--help");

        Assert.Contains($" {usage}", outcome.Output);
        Assert.DoesNotContain("what has ended of it is sorted", outcome.Output);
    }

    [Fact]
    public void An_example_is_folded_at_the_width_of_a_terminal() => Assert.Equal(
        ["  evergreen dataset create hard --from runs/v1 --from runs/v2 \\", "      --where ending=Escalated --split train=0.8,test=0.2 --seed 7"],
        HelpWithExamples.Folded("  evergreen dataset create hard --from runs/v1 --from runs/v2 --where ending=Escalated --split train=0.8,test=0.2 --seed 7"));

    [Fact]
    public async Task A_misspelt_command_is_refused_with_the_likely_one()
    {
        var outcome = await Program.RunAsync("shwo", "runs/v1");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("error: Unrecognized command or argument 'shwo'", outcome.Error);
        Assert.Contains("show", outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task Scenarios_are_counted_by_category_when_they_are_valid()
    {
        var outcome = await Program.RunAsync("scenarios", "validate", Path.Combine(Repository.Root, "scenarios.json"));

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("51 scenarios, all valid", outcome.Output);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public async Task A_missing_file_is_wrong_usage()
    {
        var outcome = await Program.RunAsync("scenarios", "validate", "nowhere.json");

        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("error: nowhere.json: no such file", outcome.Error);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public async Task A_broken_file_is_refused_by_line_and_field()
    {
        using var temporary = new TemporaryFolder();
        var file = temporary.Write("mine.json", """
            { "scenarios": [
              { "id": "a", "category": "shiping", "opening": "hi" }
            ] }
            """);

        var outcome = await Program.RunAsync("scenarios", "validate", file);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"{file}:2: scenario \"a\": field \"category\" is \"shiping\"; use", outcome.Error);
    }
}
