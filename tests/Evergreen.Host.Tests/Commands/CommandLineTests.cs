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
