using System.Text.Json;
using Evergreen.Host.Tests.Tracing;
using Evergreen.Insights.Datasets;

namespace Evergreen.Host.Tests.Datasets;

/// <summary>Datasets at Braintrust, over real HTTP, by the documented routes.</summary>
public sealed class DatasetRemoteTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private BraintrustServer _server = null!;
    private string _file = "";

    public async Task InitializeAsync()
    {
        _server = await BraintrustServer.StartAsync();
        _file = _temporary["sizing.jsonl"];
        var run = _temporary.WriteRun(
            "v1",
            [.. Enumerable.Range(1, 5).Select(n => SomeRun.Conversation($"returns-01.{n}", $"Hoodie number {n} is too small.", $"It is size{n}@example.com."))]);
        await Program.RunAsync("dataset", "create", _file, "--from", run);
    }

    [Fact]
    public async Task What_was_pushed_comes_back_row_for_row()
    {
        var push = await RunAsync("dataset", "push", _file);
        var pull = await RunAsync("dataset", "pull", "sizing", "--to", _temporary["back.jsonl"]);

        Assert.Equal((0, "", 0, ""), (push.ExitCode, push.Error, pull.ExitCode, pull.Error));
        Assert.Contains("5 of 5 rows at Braintrust", push.Output);
        Assert.Equal(Rows(_file).Order(), Rows(_temporary["back.jsonl"]).Order());
        Assert.Equal("v1", _server.Shelf.RowsOf("sizing")[0]["metadata"]!["source"]!["run"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"a refund\"")]
    [InlineData("{\"answer\":\"the fee is refunded\",\"refunds\":[{\"order_id\":\"ORD-4006\",\"kind\":\"shipping\"}],\"tickets\":0}")]
    public async Task What_is_expected_comes_back_as_it_was_written_words_or_a_shop(string expected)
    {
        var file = _temporary.Write("expecting.jsonl", $"{{\"input\":\"My order is late.\",\"expected\":{expected}}}\n");
        await RunAsync("dataset", "push", file);
        await RunAsync("dataset", "pull", "expecting", "--to", _temporary["back.jsonl"]);

        Assert.Equal(Rows(file), Rows(_temporary["back.jsonl"]));
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(_server.Shelf.RowsOf("expecting")[0]["expected"]!.ToJsonString())));
    }

    [Fact]
    public async Task Pushing_again_replaces_every_row_by_itself()
    {
        await RunAsync("dataset", "push", _file);
        await RunAsync("dataset", "push", _file);

        Assert.Equal(5, _server.Shelf.RowsOf("sizing").Count);
    }

    [Fact]
    public async Task Rows_that_somebody_else_put_there_are_left_alone_and_counted()
    {
        _server.Shelf.Write("sizing", """{"id":"theirs","input":"Mine is too large."}""");

        var push = await RunAsync("dataset", "push", _file, "--json");

        Assert.Equal(1, JsonElement.Parse(push.Output).GetProperty("other_rows_there").GetInt32());
        Assert.Equal(6, _server.Shelf.RowsOf("sizing").Count);
    }

    [Fact]
    public async Task Pages_that_repeat_older_versions_of_a_row_give_the_latest_and_a_version_gives_the_rows_of_then()
    {
        _server.Shelf.PageRows = 2;
        await RunAsync("dataset", "push", _file);
        var then = JsonElement.Parse((await RunAsync("dataset", "push", _file, "--json")).Output).GetProperty("version").GetString()!;
        var id = DatasetFile.Load(_file).Rows[0].Id;
        _server.Shelf.Write("sizing", $$"""{"id":"{{id}}","input":"Hoodie number 1 is too small, and torn."}""");

        await RunAsync("dataset", "pull", "sizing", "--to", _temporary["now.jsonl"]);
        await RunAsync("dataset", "pull", "sizing", "--version", then, "--to", _temporary["then.jsonl"]);

        Assert.Single(Rows(_temporary["now.jsonl"]), row => row.Contains("and torn", StringComparison.Ordinal));
        Assert.Equal(5, Rows(_temporary["now.jsonl"]).Count);
        Assert.Equal(Rows(_file).Order(), Rows(_temporary["then.jsonl"]).Order());
    }

    [Fact]
    public async Task A_service_that_is_not_well_for_a_while_is_asked_again()
    {
        _server.Shelf.Fault = (number, _) => number is 1 or 3 or 4 ? BraintrustServer.Status(number == 3 ? 429 : 503, "later", ("Retry-After", "0")) : null;

        var push = await RunAsync("dataset", "push", _file);

        Assert.Equal((0, ""), (push.ExitCode, push.Error));
        Assert.Equal(5, _server.Shelf.RowsOf("sizing").Count);
    }

    [Fact]
    public async Task A_service_that_stays_down_is_given_up_and_says_what_it_said()
    {
        _server.Shelf.Fault = (_, _) => BraintrustServer.Status(503, "under repair");

        var push = await RunAsync("dataset", "push", _file, "--wait", "100ms");

        Assert.Equal((1, ""), (push.ExitCode, push.Output));
        Assert.Contains("gave up after 1 attempt: 503 under repair", push.Error);
    }

    [Fact]
    public async Task A_row_that_is_refused_is_named_and_the_others_arrive()
    {
        var id = DatasetFile.Load(_file).Rows[2].Id;
        _server.Shelf.Fault = (_, request) => request.Path.EndsWith("insert", StringComparison.Ordinal)
            && System.Text.Encoding.UTF8.GetString(request.Body).Contains(id, StringComparison.Ordinal) ? BraintrustServer.Status(400, "too rude") : null;

        var push = await RunAsync("dataset", "push", _file);

        Assert.Equal(1, push.ExitCode);
        Assert.Contains($"{id}: 400 too rude", push.Error);
        Assert.Equal(4, _server.Shelf.RowsOf("sizing").Count);
    }

    [Fact]
    public async Task Addresses_are_masked_on_their_way_when_asked()
    {
        await RunAsync("dataset", "push", _file, "--redact");

        Assert.All(_server.Shelf.RowsOf("sizing"), row => Assert.Contains("[email]", row["input"]!.GetValue<string>()));
        Assert.Contains("@example.com", File.ReadAllText(_file));
    }

    [Theory]
    [InlineData("""{"id":"x","input":{"text":"hello"}}""", "row x at Braintrust: its input is no text")]
    [InlineData("""{"id":"x","input":"hello","metadata":{"num_customer_messages":"two"}}""", "Braintrust's rows, in the order of their ids:1: \"metadata\": field \"num_customer_messages\" is \"two\"")]
    public async Task Rows_that_are_none_here_are_named_and_nothing_is_written(string row, string message)
    {
        _server.Shelf.Write("other", row);

        var pull = await RunAsync("dataset", "pull", "other", "--to", _temporary["other.jsonl"]);

        Assert.Equal((2, ""), (pull.ExitCode, pull.Output));
        Assert.Contains(message, pull.Error);
        Assert.False(File.Exists(_temporary["other.jsonl"]));
    }

    [Fact]
    public async Task A_dataset_that_is_not_there_is_not_pulled()
    {
        var pull = await RunAsync("dataset", "pull", "nowhere", "--to", _temporary["x.jsonl"]);

        Assert.Equal(2, pull.ExitCode);
        Assert.Contains("project sim at Braintrust has no dataset \"nowhere\"", pull.Error);
    }

    [Fact]
    public async Task A_dataset_that_exists_here_is_not_pulled_over()
    {
        var pull = await RunAsync("dataset", "pull", "sizing", "--to", _file);

        Assert.Contains("exists already", pull.Error);
        Assert.Empty(_server.Paths);
    }

    [Fact]
    public async Task Without_a_key_or_with_a_wrong_one_it_says_which_variable()
    {
        var none = await Program.RunAsync("dataset", "push", _file);
        var wrong = await Program.RunWithVariablesAsync(
            new Dictionary<string, string?>(_server.Environment.ToDictionary(v => v.Key, v => (string?)v.Value)) { ["BRAINTRUST_API_KEY"] = "sk-wrong" }, "dataset", "push", _file);

        Assert.Equal((2, 2), (none.ExitCode, wrong.ExitCode));
        Assert.Contains("BRAINTRUST_API_KEY is not set", none.Error);
        Assert.Contains("check BRAINTRUST_API_KEY", wrong.Error);
        Assert.DoesNotContain("sk-wrong", wrong.Error);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> RunAsync(params string[] args) =>
        Program.RunWithVariablesAsync(_server.Environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value), args);

    private static List<string> Rows(string file) => [.. DatasetFile.Load(file).Rows.Select(DatasetFile.ToJson)];
}
