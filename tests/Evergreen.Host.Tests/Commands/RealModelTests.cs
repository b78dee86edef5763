using System.Collections.Concurrent;
using System.Text.Json;
using Evergreen.Host.Commands;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Commands;

/// <summary>The options about models, with a server that speaks as OpenAI does.</summary>
public sealed class RealModelTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ConcurrentQueue<JsonElement> _requests = [];
    private readonly string _scenarios;
    private Func<ChatServerRequest, ChatServerReply?> _fault = _ => null;
    private ChatServer _server = null!;

    public RealModelTests() => _scenarios = _temporary.Write("scenarios.json", Some.Scenarios);

    public async Task InitializeAsync() => _server = await ChatServer.StartAsync(Answer);

    [Fact]
    public async Task At_temperature_0_a_repeated_run_with_a_cache_asks_the_model_nothing()
    {
        string[] options = ["--temperature", "0", "--cache", _temporary["cache"], "--world-clock", "2026-03-31"];
        await GenerateAsync("first", options);
        var asked = _server.Received;

        await GenerateAsync("second", options);

        Assert.NotEqual(0, asked);
        Assert.Equal(asked, _server.Received);
        Assert.Equal(WhatWasSaid("first"), WhatWasSaid("second"));
    }

    [Fact]
    public async Task A_recorded_run_is_replayed_offline_word_for_word()
    {
        await GenerateAsync("first", "--record", _temporary["answers.jsonl"], "--extra-turns", "1", "--repeat", "3");
        var asked = _server.Received;

        var replay = await Program.RunAsync([.. Generate("second"), "--replay", _temporary["answers.jsonl"], "--extra-turns", "1", "--repeat", "3", "--concurrency", "1"]);

        Assert.Equal(ExitCode.Done, replay.ExitCode);
        Assert.Equal(asked, _server.Received);
        Assert.Equal(WhatWasSaid("first"), WhatWasSaid("second"));
        Assert.Equal("yes", RunFolder.Open(_temporary["second"]).Record.Run.Reproducible);
    }

    [Theory]
    [InlineData("--max-tokens", "500", "the budget of 500 tokens is spent")]
    [InlineData("--max-cost", "0.0001", "the budget of $0.0001 is spent")]
    public async Task A_budget_that_is_spent_admits_nobody_any_more_and_who_is_under_way_finishes(string option, string value, string reason)
    {
        var outcome = await RunAsync([.. Generate("run"), "--repeat", "40", "--concurrency", "2", option, value]);

        var record = RunFolder.Open(_temporary["run"]).Record;
        Assert.Equal(ExitCode.Interrupted, outcome.ExitCode);
        Assert.Contains($"interrupted: {reason}", outcome.Error);
        Assert.Equal((RunStatus.Interrupted, reason), (record.Run.Status, record.Run.StoppedBecause));
        Assert.InRange(record.Totals.Conversations, 2, 20);
        Assert.Equal(record.Totals.Conversations, record.Totals.ByEnding["Completed"]);
    }

    [Fact]
    public async Task What_a_run_and_each_run_of_a_sweep_cost_is_said()
    {
        var run = await RunAsync(Generate("run"));
        var sweep = await RunAsync(["sweep", "--concurrency", "2", "--temperature", "0,1", .. Generate("sweep")[1..]]);

        Assert.Matches(@"model +.* out, \$0\.00\d+\n", run.Output);
        Assert.Matches(@"cost\n(.* \$0\.00\d+\n){2}", sweep.Output);
    }

    [Fact]
    public async Task A_cost_that_could_not_be_limited_is_refused_before_anything_is_made()
    {
        var outcome = await RunAsync(
            [.. Generate("run"), "--model", "my-own", "--max-cost", "1", "--record", _temporary["answers.jsonl"]]);
        var customer = await RunAsync(
            [.. Generate("run"), "--customer-model", "my-own", "--max-cost", "1", "--record", _temporary["answers.jsonl"]]);

        Assert.Equal((ExitCode.WrongUsage, ExitCode.WrongUsage), (outcome.ExitCode, customer.ExitCode));
        Assert.Contains("the price of my-own is not known", outcome.Error);
        Assert.Contains("the price of my-own is not known", customer.Error);
        Assert.Equal(["scenarios.json"], _temporary.Entries());
    }

    [Fact]
    public async Task A_model_that_is_down_for_good_ends_the_run_within_the_policys_time_and_says_so()
    {
        // Six attempts with at most 0.75, 1.5, 3, 6 and 12 s between them.
        var clock = new FastClock(10);
        _fault = _ => ChatServerReply.Error(503, "down for repair");

        var outcome = await Program.RunWithClockAsync(clock, Variables, [.. Generate("run"), "--repeat", "40", "--concurrency", "10"]);

        var run = RunFolder.Open(_temporary["run"]);
        Assert.Equal(ExitCode.Failures, outcome.ExitCode);
        Assert.Contains("interrupted: gpt-4o-mini is down: HTTP 503: down for repair", outcome.Error);
        Assert.StartsWith("gpt-4o-mini is down", run.Record.Run.StoppedBecause);
        Assert.Contains("failed because: ", outcome.Output);
        Assert.Equal(["ModelFailed"], run.Record.Totals.ByEnding.Keys);
        Assert.InRange(run.Record.Totals.Conversations, 3, 40);
        Assert.InRange(_server.Received, 3 * 6, 40 * 6);
        Assert.All(run.Conversations, conversation => Assert.InRange(conversation.Timing.Seconds, 0, 60));
        Assert.All(run.Conversations, conversation => Assert.Contains("down", conversation.EndingReason));
    }

    [Fact]
    public async Task The_customers_model_writes_the_follow_ups_and_sees_no_tools()
    {
        await GenerateAsync("run", "--model", "agent-model", "--customer-model", "customer-model", "--extra-turns", "1");

        Assert.Equal(["agent-model", "customer-model"], _requests.Select(Model).Distinct().Order());
        Assert.All(_requests, request => Assert.Equal(Model(request) == "agent-model", request.TryGetProperty("tools", out _)));
        Assert.Equal(3, _requests.Count(request => Model(request) == "customer-model"));
        Assert.All(
            RunFolder.Open(_temporary["run"]).Conversations,
            conversation => Assert.Contains(conversation.Messages, message => message is { Role: "user", Content: "And when will it be here?" }));
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    public void Dispose() => _temporary.Dispose();

    private Dictionary<string, string?> Variables => new() { ["OPENAI_BASE_URL"] = _server.BaseUrl.AbsoluteUri };

    private static string Model(JsonElement request) => request.GetProperty("model").GetString()!;

    /// <summary>An agent that looks an order up and answers in words never heard before, and a customer who asks once more.</summary>
    private ChatServerReply Answer(ChatServerRequest request)
    {
        if (_fault(request) is { } fault)
        {
            return fault;
        }

        _requests.Enqueue(request.Json);
        var last = request.Json.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString();
        return !request.Json.TryGetProperty("tools", out _) ? ChatServerReply.Say("And when will it be here?")
            : last == "user" ? ChatServerReply.Call(($"call_{request.Number}", "lookup_order", """{"order_id":"ORD-4006"}"""))
            : ChatServerReply.Say($"Answer {request.Number}.");
    }

    private async Task GenerateAsync(string folder, params string[] options) =>
        Assert.Equal(ExitCode.Done, (await RunAsync([.. Generate(folder), .. options])).ExitCode);

    private Task<Program.Outcome> RunAsync(string[] args) => Program.RunWithVariablesAsync(Variables, args);

    private string[] Generate(string folder) => ["generate", "--scenarios", _scenarios, "--store", "memory", "--faults", "none", "--out", _temporary[folder]];

    private List<string> WhatWasSaid(string folder) =>
    [
        .. RunFolder.Open(_temporary[folder]).Conversations
            .OrderBy(conversation => conversation.Id, StringComparer.Ordinal)
            .Select(conversation => JsonSerializer.Serialize(
                conversation with { Timing = new Timing(default, 0, 0), Usage = Usage.None }, TranscriptJson.Default.ConversationRecord)),
    ];
}
