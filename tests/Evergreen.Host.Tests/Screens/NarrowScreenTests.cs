using System.Text.RegularExpressions;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Screens;

/// <summary>What a file holds on one line is on a narrow screen too, each heading and each number in one piece.</summary>
public sealed partial class NarrowScreenTests : IDisposable
{
    private const string Rows = """
        {"input": "My express order ORD-4006 is late and I want the shipping fee back. mike.r@example.com", "metadata": {"category": "shipping"}}
        {"input": "Where is my order ORD-9901?\n---\nIt is emma.t@example.com", "metadata": {"category": "unknown_order", "num_customer_messages": 3}}
        """;

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public Task Checks_are_whole(int width) => IsWholeAsync(
        width, ["check", "found", "of", "rate (95 %)", "conversations", "late_shipment_without_shipping_refund"], "checks", Run());

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public Task Alerts_are_whole(int width) => IsWholeAsync(
        width, ["rule", "value", "limit", "measured", "over", "sample", "last 200 conversations"], "monitor", Run());

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public Task The_list_of_a_run_is_whole(int width) => IsWholeAsync(
        width, ["conversation", "category", "ending", "turns", "tools", "retries", "seconds"], "show", Run());

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public Task The_rows_of_a_dataset_are_whole(int width) => IsWholeAsync(
        width, ["row", "id", "from", "category", "messages", "the customer begins"], "dataset", "show", Dataset());

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public async Task A_comparison_is_whole(int width)
    {
        foreach (var release in (string[])["v1", "v2"])
        {
            await Program.RunAsync("eval", Dataset(), "--release", release, "--name", _temporary[release], "--store", "memory", "--trials", "2", "--faults", "none");
        }

        await IsWholeAsync(
            width,
            ["scorer", "difference", "p", "won", "lost", "tied", "pass^k", "unpaired"],
            "compare",
            _temporary["v1"],
            _temporary["v2"]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    public async Task The_list_of_deployments_is_whole(int width)
    {
        var history = _temporary["deployments.jsonl"];
        await Program.RunAsync("eval", Dataset(), "--release", "v1", "--name", _temporary["v1"], "--store", "memory", "--trials", "2", "--faults", "none");
        await Program.RunAsync("deploy", "v1", "--eval", _temporary["v1"], "--note", "the first that was played at all", "--deployments", history);
        await Program.RunAsync("deploy", "v2", "--deployments", history);

        await IsWholeAsync(
            width, ["number", "when (UTC)", "release", "version", "in force", "eval", "note"], "deploy", "--list", "--deployments", history);
    }

    private async Task IsWholeAsync(int width, string[] headings, params string[] args)
    {
        var file = await Program.RunAsync(args);
        var screen = await Program.RunOnScreenAsync(width, args);

        Assert.Equal((file.ExitCode, file.Error), (screen.ExitCode, screen.Error));
        var lines = screen.Output.Split('\n');
        Assert.All(headings, heading => Assert.Contains(lines, line => $"  {line}  ".Contains($" {heading} ", StringComparison.Ordinal)));
        var numbers = Numbers(screen.Output).ToHashSet();
        Assert.All(Numbers(file.Output.Replace(_temporary.Path, "", StringComparison.Ordinal)), number => Assert.Contains(number, numbers));
        Assert.DoesNotContain(lines, line => line.StartsWith('…'));
        Assert.All(lines.Where(line => !line.Contains(Path.DirectorySeparatorChar)), line => Assert.InRange(line.TrimEnd().Length, 0, width));
    }

    private static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"[+-]?\d[\d.,:-]*")]
    private static partial Regex Number();

    private string Dataset() => _temporary.Write("rows.jsonl", Rows);

    private string Run() => _temporary.WriteRun(
        "v1",
        [
            .. Enumerable.Range(1, 30).Select(n => SomeRun.Conversation($"unknown_order-01.{n}", "Where is ORD-9999?") with
            {
                Ending = n <= 12 ? Ending.Escalated : Ending.Completed,
                ToolCalls = [new ToolCallRecord("c1", 1, "lookup_order", new RawJson("{\"order_id\":\"ORD-9999\"}"), 404, 1) { ErrorCode = "ORDER_NOT_FOUND", Result = new RawJson("null") }],
            }),
        ]);
}
