using System.Text.Json;
using Evergreen.Insights.Experiments;

namespace Evergreen.Host.Tests.Evals;

public sealed class AblationTests : IDisposable
{
    private const string Rows = """
        {"input": "My express order ORD-4006 is late and I want the shipping fee back. mike.r@example.com"}
        {"input": "Where is my order ORD-9901?"}
        """;

    private readonly TemporaryFolder _temporary = new();
    private readonly string _dataset;

    public AblationTests() => _dataset = _temporary.Write("rows.jsonl", Rows);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task The_ablation_names_for_each_pattern_the_change_that_mends_it()
    {
        var outcome = await AblateAsync("--json");

        Assert.Equal(0, outcome.ExitCode);
        using var json = JsonDocument.Parse(outcome.Output);
        var patterns = json.RootElement.GetProperty("patterns").EnumerateArray().ToDictionary(p => p.GetProperty("pattern").GetString()!);
        Assert.Equal(["Order not found"], Names(patterns["dead_end_after_not_found"], "needed"));
        Assert.Equal(["Late shipments", "refundable statuses"], Names(patterns["late_shipment_without_shipping_refund"], "needed"));
        Assert.Empty(Names(patterns["late_shipment_without_shipping_refund"], "sufficient"));
        Assert.Equal(18, json.RootElement.GetProperty("variants").GetArrayLength());
    }

    [Fact]
    public async Task Every_variant_is_an_experiment_that_can_be_compared()
    {
        var outcome = await AblateAsync();

        Assert.Contains("mended by Late shipments and refundable statuses together", outcome.Output);
        Assert.Equal("v2 without Late shipments", Experiment.Open(_temporary["ablation/without-late-shipments"]).Summary.Release);
        Assert.True(File.Exists(_temporary["ablation/ablation.json"]));
        var compared = await Program.RunAsync("compare", _temporary["ablation/whole"], _temporary["ablation/without-late-shipments"]);
        Assert.Equal(0, compared.ExitCode);
    }

    [Theory]
    [InlineData("do not differ; name another base", "--ablate", "--base", "v2")]
    [InlineData("unknown release \"v9\"", "--ablate", "--base", "v9")]
    [InlineData("compare needs two experiments", "one")]
    [InlineData("name one, or leave --where out", "--ablate", "--where", "category=billing")]
    public async Task What_cannot_be_ablated_is_refused_before_anything_is_made(string message, params string[] args)
    {
        var outcome = await Program.RunAsync(["compare", .. args, "--name", _temporary["ablation"]]);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error);
        Assert.Equal(["rows.jsonl"], _temporary.Entries());
    }

    private Task<Program.Outcome> AblateAsync(params string[] options) => Program.RunAsync(
    [
        "compare", "--ablate", _dataset, "--name", _temporary["ablation"], "--trials", "2", "--faults", "none", "--store", "memory",
        "--scorer", "end_state", .. options,
    ]);

    private static List<string> Names(JsonElement pattern, string field) => [.. pattern.GetProperty(field).EnumerateArray().Select(n => n.GetString()!)];
}
