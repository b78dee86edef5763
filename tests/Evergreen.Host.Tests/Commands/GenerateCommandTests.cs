using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _scenarios;

    public GenerateCommandTests() => _scenarios = _temporary.Write("scenarios.json", Some.Scenarios);

    [Fact]
    public async Task A_run_leaves_a_folder_whose_files_agree_with_one_another()
    {
        var outcome = await GenerateAsync("run", "--repeat", "2", "--faults", "none");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        var run = RunFolder.Open(_temporary["run"]);
        var (record, conversations, spans) = (run.Record, run.Conversations.ToList(), run.Spans.ToList());
        Assert.Equal(RunStatus.Completed, record.Run.Status);
        Assert.NotNull(record.Run.EndedAt);
        Assert.Equal(6, record.Totals.Conversations);
        Assert.Equal(6, record.Totals.ByEnding.Values.Sum());
        Assert.Equal(["product", "shipping", "unknown_order"], record.Totals.ByCategory.Keys);
        Assert.Equal(["late.1", "late.2", "lost.1", "lost.2", "mug.1", "mug.2"], conversations.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.Equal(record.Totals.ToolCalls, conversations.Sum(c => c.ToolCalls.Count));
        Assert.Equal(record.Totals.Spans, spans.Count);
        Assert.Equal(6, spans.Count(span => span.SpanParents.Count == 0));
    }

    [Fact]
    public async Task Every_option_is_recorded_with_the_value_that_was_used()
    {
        await GenerateAsync("run", "--seed", "7", "--world-clock", "2026-03-31", "--store", "memory");

        var options = RunFolder.Open(_temporary["run"]).Record.Options;
        Assert.Equal("7", options["seed"]);
        Assert.Equal("2026-03-31T00:00:00Z", options["world_clock"]);
        Assert.Equal("memory", options["store"]);
        Assert.Equal("100", options["concurrency"]);
        Assert.Equal("mild", options["faults"]);
        Assert.Equal("random", options["extra_turns"]);
        Assert.Equal(_temporary["run"], options["out"]);
        Assert.False(File.Exists(_temporary["run/shop.db"]));
    }

    [Fact]
    public async Task Json_is_one_object_and_nothing_else()
    {
        var outcome = await GenerateAsync("run", "--json");

        using var json = JsonDocument.Parse(outcome.Output);
        Assert.Equal(["run", "options", "totals", "timing"], json.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(3, json.RootElement.GetProperty("totals").GetProperty("conversations").GetInt32());
        Assert.Equal(File.ReadAllText(_temporary["run/run.json"]), outcome.Output);
    }

    [Fact]
    public async Task The_summary_says_what_to_read_next_and_that_can_be_read()
    {
        var outcome = await GenerateAsync("run", "--faults", "none");

        var next = outcome.Output.Split('\n').Last(line => line.Contains("evergreen show", StringComparison.Ordinal)).Trim().Split(' ');
        var shown = await Program.RunAsync(next[1..]);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains(next[^1], shown.Output);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_conversations_at_any_concurrency()
    {
        string[] asked = ["--repeat", "4", "--faults", "harsh", "--world-clock", "2026-03-31", "--release", ReleaseWithShortWaits()];
        await GenerateAsync("wide", [.. asked, "--seed", "7", "--concurrency", "12"]);
        await GenerateAsync("narrow", [.. asked, "--seed", "7", "--concurrency", "1"]);
        await GenerateAsync("other", [.. asked, "--seed", "8"]);

        Assert.Equal(WhatWasSaid("wide"), WhatWasSaid("narrow"));
        Assert.NotEqual(WhatWasSaid("wide"), WhatWasSaid("other"));
        Assert.Equal("yes", RunFolder.Open(_temporary["wide"]).Record.Run.Reproducible);
    }

    [Fact]
    public async Task A_shared_world_is_not_called_reproducible()
    {
        await GenerateAsync("run", "--world", "shared");

        Assert.StartsWith("no: ", RunFolder.Open(_temporary["run"]).Record.Run.Reproducible);
    }

    public void Dispose() => _temporary.Dispose();

    private Task<Program.Outcome> GenerateAsync(string folder, params string[] options) =>
        Program.RunAsync(["generate", "--scenarios", _scenarios, "--out", _temporary[folder], .. options]);

    /// <summary>Retries as release v2 does, without its waits.</summary>
    private string ReleaseWithShortWaits()
    {
        _temporary.Write("prompt.md", File.ReadAllText(Path.Combine(Repository.Root, "prompts", "support-v2.md")));
        return _temporary.Write("quick.json", """
            {
              "name": "quick", "prompt": "prompt.md", "refundable_statuses": ["delivered", "return_in_progress", "shipped"],
              "retry": { "max_retries": 2, "first_delay_seconds": 0.01 }
            }
            """);
    }

    private List<string> WhatWasSaid(string folder) =>
    [
        .. RunFolder.Open(_temporary[folder]).Conversations
            .OrderBy(conversation => conversation.Id, StringComparer.Ordinal)
            .Select(conversation => JsonSerializer.Serialize(conversation with { Timing = new Timing(default, 0, 0) }, TranscriptJson.Default.ConversationRecord)),
    ];
}
