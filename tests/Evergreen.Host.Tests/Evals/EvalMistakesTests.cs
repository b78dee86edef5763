namespace Evergreen.Host.Tests.Evals;

/// <summary>What cannot be evaluated or compared is refused by name, with the mend, exit code 2, and before anything is made.</summary>
public sealed class EvalMistakesTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _dataset;

    public EvalMistakesTests() =>
        _dataset = _temporary.Write("rows.jsonl", "{\"input\": \"Is the Ceramic Travel Mug, SKU-1014, in stock?\"}\n");

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("--release", "v9", "unknown release \"v9\"")]
    [InlineData("--scorer", "resolutoin", "--scorer resolutoin: there is no such scorer; the names are empathy, helpfulness, resolution, end_state, policy")]
    [InlineData("--scorer", "missing.md", "missing.md: no such file; write the prompt")]
    [InlineData("--trials", "0", "--trials is \"0\"; give a whole number from 1 to 1000")]
    [InlineData("--where", "category=billing", "no rows to evaluate on; loosen --where")]
    [InlineData("--where", "tool=lookup_order", "the names are id, scenario, category, text, turns")]
    [InlineData("--judge-model", "gpt-4o", "use --judge-model rehearsal")]
    [InlineData("--temperature", "1", "--temperature")]
    public async Task An_option_that_makes_no_sense_is_refused_by_name(string option, string value, string message)
    {
        var outcome = await Program.RunAsync("eval", _dataset, "--name", _temporary["v2"], option, value);

        Assert.Contains(message, outcome.Error);
        AssertRefused(outcome, "rows.jsonl");
    }

    [Fact]
    public async Task The_same_scorer_twice_is_refused()
    {
        var outcome = await Program.RunAsync("eval", _dataset, "--name", _temporary["v2"], "--scorer", "turns", "--scorer", "turns");

        Assert.Contains("--scorer turns is there twice", outcome.Error);
        AssertRefused(outcome, "rows.jsonl");
    }

    [Fact]
    public async Task A_row_without_messages_is_refused_by_line()
    {
        File.AppendAllText(_dataset, "{\"input\": \"\"}\n");

        var outcome = await Program.RunAsync("eval", _dataset, "--name", _temporary["v2"]);

        Assert.Contains($"{_dataset}:2: the row: field \"input\" is empty", outcome.Error);
        AssertRefused(outcome, "rows.jsonl");
    }

    [Fact]
    public async Task A_missing_dataset_is_refused()
    {
        var outcome = await Program.RunAsync("eval", _temporary["other.jsonl"], "--name", _temporary["v2"]);

        Assert.Contains("no such dataset", outcome.Error);
        AssertRefused(outcome, "rows.jsonl");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_what_has_it_is_left_alone()
    {
        _temporary.Write("v2/summary.json", "precious");

        var outcome = await Program.RunAsync("eval", _dataset, "--name", _temporary["v2"]);

        Assert.Contains($"{_temporary["v2"]}: exists already; give the experiment another name, or delete this one first", outcome.Error);
        AssertRefused(outcome, "rows.jsonl", "v2", "v2/summary.json");
        Assert.Equal("precious", File.ReadAllText(_temporary["v2/summary.json"]));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_nothing_is_left_behind()
    {
        var outcome = await Program.RunAsync("eval", _dataset, "--name", Path.Combine(_dataset, "v2"));

        Assert.Contains("cannot be written", outcome.Error);
        AssertRefused(outcome, "rows.jsonl");
    }

    [Fact]
    public async Task A_shop_that_cannot_be_opened_leaves_nothing_behind()
    {
        var outcome = await Program.RunAsync("eval", _dataset, "--name", _temporary["made/v2"], "--store", "postgres");

        Assert.Contains("EVERGREEN_POSTGRES is not set", outcome.Error);
        AssertRefused(outcome, "rows.jsonl");
    }

    [Fact]
    public async Task Experiments_on_different_rows_are_not_compared()
    {
        var other = _temporary.Write("others.jsonl", "{\"input\": \"Is the Trail Runner Pro, SKU-1003, in stock?\"}\n");
        await Program.RunAsync("eval", _dataset, "--name", _temporary["one"], "--trials", "1", "--store", "memory");
        await Program.RunAsync("eval", other, "--name", _temporary["two"], "--trials", "1", "--store", "memory");

        var outcome = await Program.RunAsync("compare", _temporary["one"], _temporary["two"]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains("one was made on dataset rows (", outcome.Error);
        Assert.Contains("two on others (", outcome.Error);
        Assert.Contains("evaluate both on one dataset", outcome.Error);
    }

    [Fact]
    public async Task An_experiment_that_does_not_exist_is_refused()
    {
        var outcome = await Program.RunAsync("compare", _temporary["one"], _temporary["two"]);

        Assert.Contains($"{_temporary["one"]}: no such experiment", outcome.Error);
        AssertRefused(outcome, "rows.jsonl");
    }

    private void AssertRefused(Program.Outcome outcome, params string[] left)
    {
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Equal(left, _temporary.Entries());
    }
}
