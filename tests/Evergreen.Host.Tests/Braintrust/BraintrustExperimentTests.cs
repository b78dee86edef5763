using System.Text.Json.Nodes;
using Evergreen.Host.Tests.Tracing;
using Evergreen.Insights.Datasets;
using Evergreen.Insights.Experiments;

namespace Evergreen.Host.Tests.Braintrust;

/// <summary>An evaluation at Braintrust: base, dataset version, trials with their spans and scores.</summary>
public sealed class BraintrustExperimentTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private BraintrustServer _server = null!;
    private string _dataset = "";

    public async Task InitializeAsync()
    {
        _server = await BraintrustServer.StartAsync();
        _dataset = _temporary.Write("rows.jsonl", """
            {"input": "My express order ORD-4006 is late and I want the shipping fee back. mike.r@example.com", "expected": "the fee is refunded", "metadata": {"category": "shipping"}}
            {"input": "Is the Ceramic Travel Mug, SKU-1014, in stock?", "metadata": {"category": "product"}}

            """);
    }

    [Fact]
    public async Task A_trial_is_an_eval_span_with_the_conversation_and_its_scores_below()
    {
        var outcome = await EvalAsync("one");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("experiment at Braintrust: one of project sim", outcome.Error);
        var rows = _server.Shelf.RowsOf("one");
        var evals = rows.Where(row => TypeOf(row) == "eval").ToList();
        Assert.Equal(4, evals.Count);
        var inputs = DatasetFile.Load(_dataset).Rows.Select(row => row.Input).Order().ToList();
        Assert.Equal(inputs, evals.Select(row => Text(row, "input")).Distinct().Order());
        var eval = evals.First(row => Text(row, "input").Contains("ORD-4006", StringComparison.Ordinal));
        Assert.Equal("the fee is refunded", Text(eval, "expected"));
        Assert.Equal("dataset", eval["origin"]!["object_type"]!.GetValue<string>());
        Assert.True(eval["metrics"]!["turns"]!.GetValue<double>() >= 1);

        var trace = rows.Where(row => Text(row, "root_span_id") == Text(eval, "root_span_id")).ToList();
        var conversation = Assert.Single(trace, row => row["span_attributes"]!["name"]!.GetValue<string>() == "conversation");
        Assert.Equal(Text(eval, "span_id"), conversation["span_parents"]![0]!.GetValue<string>());
        Assert.Contains(trace, row => TypeOf(row) == "llm");
        Assert.Contains(trace, row => TypeOf(row) == "tool");
        var result = Experiment.Open(_temporary["one"]).Results.Single(each => each.ConversationId == eval["metadata"]!["conversation_id"]!.GetValue<string>());
        var resolution = Assert.Single(trace, row => row["span_attributes"]!["name"]!.GetValue<string>() == "resolution");
        Assert.Equal(("score", "scorer"), (TypeOf(resolution), resolution["span_attributes"]!["purpose"]!.GetValue<string>()));
        Assert.Equal(result.Scores.Single(score => score.Scorer == "resolution").Value, resolution["scores"]!["resolution"]?.GetValue<double>());
    }

    [Fact]
    public async Task It_stands_beside_its_dataset_and_the_experiment_before_it()
    {
        await EvalAsync("one", "--release", "v1");
        await EvalAsync("two", "--release", "v2");

        var made = _server.Shelf.Sent.Where(sent => sent.Route == "/v1/experiment").Select(sent => sent.Body).ToList();
        Assert.Equal(2, _server.Shelf.RowsOf("rows").Count);
        Assert.False(made[0].TryGetProperty("base_exp_id", out _));
        Assert.Equal("experiment-2", made[1].GetProperty("base_exp_id").GetString());
        Assert.Equal(made[0].GetProperty("dataset_id").GetString(), made[1].GetProperty("dataset_id").GetString());
        Assert.Equal(made[0].GetProperty("dataset_version").GetString(), made[1].GetProperty("dataset_version").GetString());
        Assert.Equal("v2", made[1].GetProperty("metadata").GetProperty("release").GetString());
    }

    [Fact]
    public async Task What_could_not_be_put_there_at_once_is_pushed_later_and_twice_is_once()
    {
        _server.Shelf.Fault = (_, _) => BraintrustServer.Status(400, "not today");
        var played = await EvalAsync("one");
        _server.Shelf.Fault = (_, _) => null;

        var push = await RunAsync("push", _temporary["one"]);
        var rows = _server.Shelf.RowsOf("one").Count;
        await RunAsync("push", _temporary["one"]);

        Assert.Equal(0, played.ExitCode);
        Assert.Contains("not there yet: Braintrust: 400 not today", played.Error);
        Assert.Contains($"evergreen push {_temporary["one"]}", played.Error);
        Assert.Equal((0, ""), (push.ExitCode, push.Error));
        Assert.Equal(rows, _server.Shelf.RowsOf("one").Count);
    }

    [Fact]
    public async Task A_name_that_another_experiment_has_there_is_not_mixed_with_it()
    {
        await EvalAsync("one");
        Directory.Move(_temporary["one"], _temporary["older"]);

        await EvalAsync("one", "--seed", "3");

        Assert.Equal([false, false, true], _server.Shelf.Sent.Where(sent => sent.Route == "/v1/experiment").Select(sent => sent.Body.TryGetProperty("ensure_new", out _)));
        Assert.Equal(4, _server.Shelf.RowsOf("one").Count(row => TypeOf(row) == "eval"));
    }

    [Fact]
    public async Task A_dataset_that_lost_a_row_since_is_named()
    {
        await EvalAsync("one");
        File.WriteAllLines(_dataset, File.ReadAllLines(_dataset).Take(1));

        var push = await RunAsync("push", _temporary["one"]);

        Assert.Equal(2, push.ExitCode);
        Assert.Contains("the dataset has no row", push.Error);
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> EvalAsync(string name, params string[] options) => RunAsync(
        ["eval", _dataset, "--name", _temporary[name], "--trials", "2", "--faults", "none", "--store", "memory",
            .. options.Contains("--release") ? [] : new[] { "--release", "v2" }, .. options]);

    private Task<Program.Outcome> RunAsync(params string[] args) =>
        Program.RunWithVariablesAsync(_server.Environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value), args);

    private static string TypeOf(JsonObject row) => row["span_attributes"]!["type"]!.GetValue<string>();

    private static string Text(JsonObject row, string field) => row[field]!.GetValue<string>();
}
