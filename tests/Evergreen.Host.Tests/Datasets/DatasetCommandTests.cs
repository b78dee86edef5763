using System.Text.Json;
using Evergreen.Insights.Datasets;

namespace Evergreen.Host.Tests.Datasets;

public sealed class DatasetCommandTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _run;
    private readonly string _file;

    public DatasetCommandTests()
    {
        _file = _temporary["sets/mine.jsonl"];
        _run = _temporary.WriteRun(
            "v1",
            SomeRun.Conversation("returns-01.1", "The hoodie is too small.", "It is ORD-4007."),
            SomeRun.Conversation("returns-01.2", "the hoodie is  too small.", "It is ORD-4007."),
            SomeRun.Conversation("shipping-02.1", "Where is my parcel?"),
            SomeRun.Conversation("shipping-03.1", "Still no parcel!"));
    }

    [Fact]
    public async Task A_dataset_of_a_run_can_be_shown_row_by_row()
    {
        var created = await CreateAsync();
        var shown = await Program.RunAsync("dataset", "show", _file);
        var row = await Program.RunAsync("dataset", "show", _file, "1");

        Assert.Equal((0, ""), (created.ExitCode, created.Error));
        Assert.Contains("3 rows, version " + DatasetFile.Load(_file).Version, created.Output);
        Assert.Contains("4 of 4 conversations", created.Output);
        Assert.Contains("1 whose customer says what another's says", created.Output);
        Assert.Contains("v1 returns-01.1", shown.Output);
        Assert.Contains("The hoodie is too small.", shown.Output);
        Assert.Contains("run v1, conversation returns-01.1", row.Output);
        Assert.Contains("returns, scenario returns-01, 2 customer messages", row.Output);
        Assert.Equal(2, row.Output.Split('\n').Count(line => line == "customer"));
        Assert.Contains("  It is ORD-4007.", row.Output);
    }

    [Theory]
    [InlineData("shipping-02.1")]
    [InlineData("2")]
    public async Task A_row_is_found_by_its_number_and_by_the_conversation_it_comes_from(string asked)
    {
        await CreateAsync();

        Assert.Contains("Where is my parcel?", (await Program.RunAsync("dataset", "show", _file, asked)).Output);
    }

    [Fact]
    public async Task Only_conversations_that_meet_every_condition_are_taken()
    {
        await CreateAsync("--where", "category=shipping", "--where", "text~still");

        Assert.Equal("shipping-03.1", Assert.Single(DatasetFile.Load(_file).Rows).Source!.Conversation);
    }

    [Fact]
    public async Task Conditions_may_name_the_facets_of_a_run_that_has_topics()
    {
        SomeRun.WriteTopics(_run, ("returns-01.1", "Sizing and returns"), ("shipping-02.1", "Late parcels"), ("shipping-03.1", "Late parcels"));

        await CreateAsync("--where", "task=late parcels");

        Assert.Equal(["shipping-02.1", "shipping-03.1"], DatasetFile.Load(_file).Rows.Select(row => row.Source!.Conversation));
    }

    [Fact]
    public async Task Rows_of_several_runs_keep_the_run_they_come_from()
    {
        var other = _temporary.WriteRun("v2", SomeRun.Conversation("shipping-02.1", "Where is my parcel?"), SomeRun.Conversation("billing-01.1", "Charged twice!"));

        await CreateAsync("--from", other);

        Assert.Equal(
            [("v1", "returns-01.1"), ("v1", "shipping-02.1"), ("v1", "shipping-03.1"), ("v2", "billing-01.1")],
            DatasetFile.Load(_file).Rows.Select(row => (row.Source!.Run, row.Source.Conversation)));
    }

    [Fact]
    public async Task A_split_makes_a_dataset_of_each_part_beside_the_whole()
    {
        var outcome = await CreateAsync("--split", "train=0.7,test=0.3", "--seed", "7", "--json");

        var (all, train, test) = (DatasetFile.Load(_file), DatasetFile.Load(_temporary["sets/mine-train.jsonl"]), DatasetFile.Load(_temporary["sets/mine-test.jsonl"]));
        Assert.Equal((3, 2, 1), (all.Rows.Count, train.Rows.Count, test.Rows.Count));
        Assert.Equal(all.Version, new Dataset([.. test.Rows, .. train.Rows]).Version);
        var json = JsonElement.Parse(outcome.Output);
        Assert.Equal(all.Version, json.GetProperty("version").GetString());
        Assert.Equal(["mine-train", "mine-test"], json.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_list_says_rows_runs_and_which_file_is_broken()
    {
        await CreateAsync();
        _temporary.Write("sets/by-hand.jsonl", """{"input":"Hello"}""" + "\n");
        _temporary.Write("sets/oops.jsonl", "{}\n");

        var outcome = await Program.RunAsync("dataset", "list", "--in", _temporary["sets"]);

        Assert.Equal(1, outcome.ExitCode);
        var lines = outcome.Output.Split('\n').Skip(1).ToList();
        Assert.Matches(@"^by-hand +1 +\S+ +written by hand", lines[0]);
        Assert.Matches(@"^mine +3 +\S+ +v1 +\d{4}-", lines[1]);
        Assert.Matches("^oops +broken +evergreen dataset validate ", lines[2]);
    }

    [Fact]
    public async Task A_valid_dataset_is_counted()
    {
        await CreateAsync();

        var outcome = await Program.RunAsync("dataset", "validate", _file);

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("3 rows, all valid", outcome.Output);
        Assert.Matches("1 customer message +2\n", outcome.Output);
        Assert.Matches("2 customer messages +1\n", outcome.Output);
    }

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> CreateAsync(params string[] options) => Program.RunAsync(["dataset", "create", _file, "--from", _run, .. options]);
}
