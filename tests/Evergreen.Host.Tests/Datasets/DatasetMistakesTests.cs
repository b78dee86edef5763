using Evergreen.Host.Datasets;

namespace Evergreen.Host.Tests.Datasets;

/// <summary>What a user may get wrong with datasets is refused with the mend, and nothing is written.</summary>
public sealed class DatasetMistakesTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _run;

    public DatasetMistakesTests() => _run = _temporary.WriteRun(
        "v1", SomeRun.Conversation("returns-01.1", "The hoodie is too small."), SomeRun.Conversation("shipping-02.1", "Where is my parcel?"));

    [Theory]
    [InlineData("categroy=returns", "there is no \"categroy\"; the names are id, scenario, category")]
    [InlineData("category", "write NAME OPERATOR VALUE")]
    [InlineData("ending=Done", "\"Done\" is no ending; there are Completed")]
    public async Task A_condition_with_a_typo_is_answered_with_what_there_is(string condition, string message)
    {
        var outcome = await CreateAsync("--where", condition);

        Assert.Contains($"--where \"{condition}\": {message}", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_facet_of_a_run_without_topics_is_answered_with_the_command_that_makes_them()
    {
        var outcome = await CreateAsync("--where", "sentiment=negative");

        Assert.Contains($"run evergreen topics {_run} first", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task An_empty_selection_says_which_condition_leaves_nothing()
    {
        var outcome = await CreateAsync("--where", "category=returns", "--where", "text~parcel", "--where", "turns=1");

        Assert.Contains("of 2 conversations, 1 meet \"category=returns\", of these 0 meet \"text~parcel\"; loosen the last one", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_run_in_which_nothing_has_ended_has_nothing_to_take()
    {
        var empty = _temporary.WriteRun("empty");

        Assert.Contains("no conversation has ended", (await Program.RunAsync("dataset", "create", _temporary["x.jsonl"], "--from", empty)).Error);
    }

    [Theory]
    [InlineData("mine.jsonl")]
    [InlineData("mine-test.jsonl")]
    public async Task A_dataset_that_exists_is_not_written_over(string existing)
    {
        _temporary.Write(existing, "precious");

        var outcome = await CreateAsync("--split", "train=0.5,test=0.5");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"{_temporary[existing]}: exists already; choose another name", outcome.Error);
        Assert.Equal("precious", File.ReadAllText(_temporary[existing]));
        Assert.Equal([existing], Datasets());
    }

    [Theory]
    [InlineData("train=0.8")]
    [InlineData("train=0.8,test=0.3")]
    [InlineData("train=1.5,test=-0.5")]
    [InlineData("a=0.5,a=0.5")]
    [InlineData("half,half")]
    [InlineData("a/b=0.5,c=0.5")]
    public async Task A_split_that_is_none_is_refused(string split)
    {
        var outcome = await CreateAsync("--split", split);

        Assert.Contains("write PART=SHARE,PART=SHARE with shares that add up to 1", outcome.Error);
        AssertRefused(outcome);
    }

    [Fact]
    public async Task A_part_without_rows_is_refused()
    {
        var outcome = await CreateAsync("--split", "train=0.9,test=0.1");

        Assert.Contains("2 rows leave part \"test\" empty", outcome.Error);
        AssertRefused(outcome);
    }

    [Theory]
    [InlineData("{\"metadata\":{}}", ":2: the row: field \"input\" is missing; give the customer's messages, joined by a line ---")]
    [InlineData("{\"input\":\" \"}", ":2: the row: field \"input\" is empty; give the customer's messages")]
    [InlineData("{\"input\":\"a\\n---\\n\"}", ":2: the row: field \"input\" has an empty message")]
    [InlineData("{\"input\":\"hello\"}", ":2: the row: field \"input\" says what line 1 says already")]
    [InlineData("{\"inputs\":\"a\"}", "\"inputs\"")]
    [InlineData("{\"input\":", ":2:")]
    public async Task A_broken_row_is_named_by_file_and_line(string row, string message)
    {
        var file = _temporary.Write("broken.jsonl", "{\"input\":\"Hello\"}\n" + row + "\n");

        var outcome = await Program.RunAsync("dataset", "validate", file);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains($"{file}:2", outcome.Error);
        Assert.Contains(message, outcome.Error);
    }

    [Fact]
    public async Task A_dataset_that_is_not_there_is_answered_with_those_that_are()
    {
        await CreateAsync();

        var outcome = await Program.RunAsync("dataset", "show", _temporary["mien.jsonl"]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"no such dataset; {_temporary.Path} has mine", outcome.Error);
    }

    [Theory]
    [InlineData("validate gone.json")]
    [InlineData("show gone.json")]
    public async Task A_file_that_is_not_there_is_named_as_it_was_written_and_how_datasets_are_named_is_said(string command)
    {
        var outcome = await Program.RunAsync(["dataset", .. command.Split(' ')]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("error: gone.json: no such dataset; ", outcome.Error);
        Assert.Contains("NAME stands for datasets/NAME.jsonl, another file is named by its path", outcome.Error);
    }

    [Theory]
    [InlineData("gone", "no such folder")]
    [InlineData("mine.jsonl", "is a file, not a folder")]
    public async Task A_folder_of_datasets_that_is_none_is_refused(string folder, string message)
    {
        await CreateAsync();

        var outcome = await Program.RunAsync("dataset", "list", "--in", _temporary[folder]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith($"error: {_temporary[folder]}: {message}; give the folder that the datasets lie in", outcome.Error);
    }

    [Fact]
    public async Task A_dataset_keeps_the_extension_it_was_given_and_so_do_its_parts()
    {
        await Program.RunAsync("dataset", "create", _temporary["mine.txt"], "--from", _run, "--split", "a=0.5,b=0.5");

        Assert.Equal(["mine-a.txt", "mine-b.txt", "mine.txt"], _temporary.Entries().Where(entry => entry.EndsWith(".txt", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("billing-01.1")]
    public async Task A_row_that_is_not_there_is_answered_with_how_to_name_one(string row)
    {
        await CreateAsync();

        var outcome = await Program.RunAsync("dataset", "show", _temporary["mine.jsonl"], row);

        Assert.Contains($"no row \"{row}\"; give a number from 1 to 2, an id, or the conversation", outcome.Error);
        Assert.Equal(2, outcome.ExitCode);
    }

    [Theory]
    [InlineData("sizing-returns", "sizing-returns", "datasets/sizing-returns.jsonl")]
    [InlineData("sets/mine", "mine", "sets/mine.jsonl")]
    [InlineData("./mine", "mine", "./mine.jsonl")]
    [InlineData("mine.jsonl", "mine", "mine.jsonl")]
    [InlineData("/tmp/v1.2.jsonl", "v1.2", "/tmp/v1.2.jsonl")]
    [InlineData("mine.json", "mine", "mine.json")]
    [InlineData("sets/mine.txt", "mine", "sets/mine.txt")]
    [InlineData("v1.2", "v1.2", "datasets/v1.2.jsonl")]
    public void A_name_is_a_file_of_datasets_and_anything_with_a_slash_or_an_extension_is_a_path(string text, string name, string file) =>
        Assert.Equal(new DatasetName(name, file), DatasetName.Parse(text));

    [Theory]
    [InlineData("sets/")]
    [InlineData("..")]
    [InlineData(".jsonl")]
    [InlineData("my set")]
    public async Task A_name_that_cannot_be_a_file_is_refused(string name)
    {
        var outcome = await Program.RunAsync("dataset", "create", name, "--from", _run);

        Assert.Contains("cannot name a dataset", outcome.Error);
        AssertRefused(outcome);
    }

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> CreateAsync(params string[] options) =>
        Program.RunAsync(["dataset", "create", _temporary["mine.jsonl"], "--from", _run, .. options]);

    private IEnumerable<string> Datasets() => _temporary.Entries().Where(entry => entry.EndsWith(".jsonl", StringComparison.Ordinal) && !entry.Contains('/'));

    private void AssertRefused(Program.Outcome outcome)
    {
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Empty(Datasets());
    }
}
