using System.Globalization;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Accounting;
using Evergreen.Actors.Models.Responses;
using Evergreen.Insights.Tests.Transcripts;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;
using static Evergreen.Actors.Tests.Models.ScriptedProvider;

namespace Evergreen.Actors.Tests.Models.Responses;

public sealed class StoredAnswersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evergreen-answers-").FullName;
    private readonly AdmissionStop _stop = new();
    private readonly ModelAccount _account;

    public StoredAnswersTests() => _account = new ModelAccount(PriceTable.Empty, new ModelBudget(), _stop);

    private string RecordingPath => Path.Combine(_folder, "run.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_repeated_request_at_temperature_0_is_answered_from_the_cache_and_costs_nothing()
    {
        var options = new ChatOptions { Temperature = 0, Seed = 7 };
        await Cached(Answer("first")).GetResponseAsync("hi", options);

        var again = await Cached().GetResponseAsync("hi", options);

        Assert.Equal("first", again.Text);
        Assert.Equal("cache", again.AdditionalProperties![ModelResponseProperties.Stored]);
        Assert.Equal(0m, again.AdditionalProperties[ModelResponseProperties.CostUsd]);
        Assert.Equal(1, _account.Totals.Calls);
        Assert.Equal(1, _account.Totals.StoredAnswers);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.5f)]
    public async Task At_any_other_temperature_a_repetition_is_a_new_draw(float? temperature)
    {
        var gateway = Cached(Answer("first"), Answer("second"));
        var options = new ChatOptions { Temperature = temperature };

        await gateway.GetResponseAsync("hi", options);

        Assert.Equal("second", (await gateway.GetResponseAsync("hi", options)).Text);
    }

    [Fact]
    public async Task A_damaged_file_in_the_cache_is_asked_for_and_kept_again()
    {
        var options = new ChatOptions { Temperature = 0 };
        await Cached(Answer("first")).GetResponseAsync("hi", options);
        var file = Assert.Single(Directory.GetFiles(_folder, "*.json", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(file, "{\"text\":\"fi");

        await Cached(Answer("second")).GetResponseAsync("hi", options);

        Assert.Equal("second", (await Cached().GetResponseAsync("hi", options)).Text);
    }

    [Fact]
    public async Task An_answer_the_cache_cannot_keep_is_given_and_ends_admission()
    {
        for (var place = 0; place < 256; place++)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, place.ToString("x2", CultureInfo.InvariantCulture)), "in the way");
        }

        var answer = await Cached(Answer("first")).GetResponseAsync("hi", new ChatOptions { Temperature = 0 });

        Assert.Equal("first", answer.Text);
        Assert.Contains("can no longer be kept in the cache", _stop.Reason);
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_replay_gives_the_recorded_answers_in_any_order_without_a_model()
    {
        using (var recording = new ResponseRecording(RecordingPath, "stub", TimeProvider.System))
        {
            var gateway = Recorded(recording, Answer("one"), Answer("two"), Answer("three"));
            await gateway.GetResponseAsync("a", new ChatOptions { Seed = 1 });
            await gateway.GetResponseAsync("a", new ChatOptions { Seed = 2 });
            await gateway.GetResponseAsync("b", new ChatOptions { Seed = 1 });
        }

        var replay = ModelGateway.Replay(ResponseReplay.Load(RecordingPath), "stub", _account);

        Assert.Equal("three", (await replay.GetResponseAsync("b", new ChatOptions { Seed = 1 })).Text);
        Assert.Equal("two", (await replay.GetResponseAsync("a", new ChatOptions { Seed = 2 })).Text);
        Assert.Equal("one", (await replay.GetResponseAsync("a", new ChatOptions { Seed = 1 })).Text);
        Assert.Equal(3, _account.Totals.StoredAnswers);
    }

    [Fact]
    public async Task What_was_asked_twice_in_the_same_words_is_answered_in_the_recorded_order()
    {
        using (var recording = new ResponseRecording(RecordingPath, "stub", TimeProvider.System))
        {
            var gateway = Recorded(recording, Answer("one"), Answer("two"));
            await gateway.GetResponseAsync("a");
            await gateway.GetResponseAsync("a");
        }

        var replay = ModelGateway.Replay(ResponseReplay.Load(RecordingPath), "stub", _account);

        Assert.Equal("one", (await replay.GetResponseAsync("a")).Text);
        Assert.Equal("two", (await replay.GetResponseAsync("a")).Text);
        var missing = await Assert.ThrowsAsync<ModelCallException>(() => replay.GetResponseAsync("a"));
        Assert.Contains("fewer answers", missing.Message);
    }

    [Fact]
    public async Task Tool_calls_come_back_as_the_model_wrote_them_malformed_ones_too()
    {
        const string Malformed = "{\"order_id\": \"ORD-40";
        const string Spaced = "{ \"order_id\" : \"ORD-4001\" }";
        var answer = new ChatMessage(ChatRole.Assistant,
        [
            ToolArguments.Call("c1", "lookup_order", Malformed),
            ToolArguments.Call("c2", "lookup_order", Spaced),
        ]);
        using (var recording = new ResponseRecording(RecordingPath, "stub", TimeProvider.System))
        {
            await Recorded(recording, _ => Task.FromResult(new ChatResponse(answer))).GetResponseAsync("a");
        }

        var replayed = await ModelGateway.Replay(ResponseReplay.Load(RecordingPath), "stub", _account).GetResponseAsync("a");

        var calls = replayed.Messages[0].Contents.Cast<FunctionCallContent>().ToList();
        Assert.Equal([Malformed, Spaced], calls.Select(ToolArguments.TextOf));
        Assert.NotNull(calls[0].Exception);
        Assert.Equal("ORD-4001", calls[1].Arguments!["order_id"]!.ToString());
    }

    [Fact]
    public async Task A_call_that_failed_fails_again()
    {
        using (var recording = new ResponseRecording(RecordingPath, "stub", TimeProvider.System))
        {
            var gateway = Recorded(recording, Fail(ProviderFault.Rejected));
            await Assert.ThrowsAsync<ModelCallException>(() => gateway.GetResponseAsync("a"));
        }

        var replay = ModelGateway.Replay(ResponseReplay.Load(RecordingPath), "stub", _account);

        Assert.Equal(ModelFailure.Rejected, (await Assert.ThrowsAsync<ModelCallException>(() => replay.GetResponseAsync("a"))).Failure);
    }

    [Fact]
    public async Task A_request_that_was_not_recorded_is_an_error_that_says_which()
    {
        using (new ResponseRecording(RecordingPath, "stub", TimeProvider.System))
        {
        }

        var replay = ModelGateway.Replay(ResponseReplay.Load(RecordingPath), "stub", _account);
        var missing = await Assert.ThrowsAsync<ModelCallException>(() => replay.GetResponseAsync("where is my order?", new ChatOptions { Seed = 3 }));

        Assert.Equal(ModelFailure.NotRecorded, missing.Failure);
        Assert.Contains("1 messages to stub, seed 3, ending in user \"where is my order?\"", missing.Message);
    }

    [Fact]
    public async Task A_recording_whose_last_line_was_cut_off_replays_up_to_it()
    {
        using (var recording = new ResponseRecording(RecordingPath, "stub", TimeProvider.System))
        {
            await Recorded(recording, Answer("one")).GetResponseAsync("a");
        }

        await File.AppendAllTextAsync(RecordingPath, "{\"key\":\"12");

        var replay = ModelGateway.Replay(ResponseReplay.Load(RecordingPath), "stub", _account);
        Assert.Equal("one", (await replay.GetResponseAsync("a")).Text);
    }

    [Fact]
    public async Task An_answer_the_recording_has_no_room_for_is_given_and_ends_admission_and_the_next_follow_the_last_whole_one()
    {
        using var disk = new SmallDisk(capacity: 10_000);
        using var recording = new ResponseRecording(new JsonLinesWriter(disk), "stub", TimeProvider.System);
        var gateway = Recorded(recording, Answer("one"), Answer("two"), Answer("three"));
        await gateway.GetResponseAsync("a");

        disk.Capacity = disk.Length + 10;
        Assert.Equal("two", (await gateway.GetResponseAsync("b")).Text);
        Assert.Contains("can no longer be recorded", _stop.Reason);
        disk.Capacity = 10_000;
        await gateway.GetResponseAsync("c");

        await File.WriteAllTextAsync(RecordingPath, disk.Text);
        var replay = ModelGateway.Replay(ResponseReplay.Load(RecordingPath), "stub", _account);
        Assert.Equal("one", (await replay.GetResponseAsync("a")).Text);
        Assert.Equal("three", (await replay.GetResponseAsync("c")).Text);
    }

    [Fact]
    public void A_recording_never_overwrites_a_file()
    {
        File.WriteAllText(RecordingPath, "precious");

        var exception = Assert.Throws<ArgumentException>(() => new ResponseRecording(RecordingPath, "stub", TimeProvider.System));

        Assert.Contains("it exists already", exception.Message);
        Assert.Equal("precious", File.ReadAllText(RecordingPath));
    }

    [Theory]
    [InlineData("hello\n", ":1: not a line of a recording")]
    [InlineData("{\"recording\":9,\"model\":\"m\",\"recorded_at\":\"2026-01-01T00:00:00Z\"}\n", ":1: field \"recording\" is 9, and this program reads 1")]
    [InlineData("{\"recording\":1,\"model\":\"m\",\"recorded_at\":\"2026-01-01T00:00:00Z\"}\n{\"key\":\"1\"}\n", ":2: neither an answer nor a failure")]
    public void A_file_that_is_no_recording_is_refused_with_its_line(string text, string message)
    {
        File.WriteAllText(RecordingPath, text);

        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => ResponseReplay.Load(RecordingPath)).Message);
    }

    private ModelGateway Cached(params Func<CancellationToken, Task<ChatResponse>>[] script) => ModelGateway.Create(
        new ScriptedProvider(TimeProvider.System, script),
        new ModelGatewayOptions { Model = "stub" },
        _account,
        _stop,
        TimeProvider.System,
        cache: new ResponseCache(_folder));

    private ModelGateway Recorded(ResponseRecording recording, params Func<CancellationToken, Task<ChatResponse>>[] script) => ModelGateway.Create(
        new ScriptedProvider(TimeProvider.System, script),
        new ModelGatewayOptions { Model = "stub" },
        _account,
        _stop,
        TimeProvider.System,
        recording: recording);
}
