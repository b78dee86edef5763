using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Evergreen.Rehearsal.Tests;

public class RehearsalChatClientTests
{
    private static readonly ChatMessage[] Messages =
    [
        new(ChatRole.System, Talk.Prompt("support-v2.md")), new(ChatRole.User, "Where is ORD-1001? ann@example.com"),
    ];

    private static readonly ChatOptions Options = new() { Seed = 11, Temperature = 1, Tools = ScriptedShop.Tools };

    [Fact]
    public async Task The_same_call_gives_the_same_answer()
    {
        var first = await new RehearsalChatClient().GetResponseAsync(Messages, Options);
        var second = await new RehearsalChatClient().GetResponseAsync(Messages, Options);

        Assert.Equal(Calls(first), Calls(second));
        Assert.Equal(first.ResponseId, second.ResponseId);
        Assert.Equal(first.Usage!.TotalTokenCount, second.Usage!.TotalTokenCount);
        Assert.True(first.Usage.InputTokenCount > first.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Tool_calls_and_words_finish_as_such()
    {
        var calls = await new RehearsalChatClient().GetResponseAsync(Messages, Options);
        var words = await new RehearsalChatClient().GetResponseAsync(Messages, new ChatOptions { Tools = ScriptedShop.Tools, ToolMode = ChatToolMode.None });

        Assert.Equal(ChatFinishReason.ToolCalls, calls.FinishReason);
        Assert.Equal(ChatFinishReason.Stop, words.FinishReason);
        Assert.Equal("rehearsal", words.ModelId);
        Assert.Equal(0.0, words.AdditionalProperties!["simulated_latency_seconds"]);
    }

    [Fact]
    public async Task Streaming_yields_the_same()
    {
        var whole = await new RehearsalChatClient().GetResponseAsync(Messages, Options);
        var streamed = await new RehearsalChatClient().GetStreamingResponseAsync(Messages, Options).ToChatResponseAsync();

        Assert.Equal(Calls(whole), Calls(streamed));
        Assert.Equal(whole.FinishReason, streamed.FinishReason);
    }

    [Fact]
    public async Task Latency_is_waited_by_the_given_clock_and_reported()
    {
        var time = new FakeTimeProvider();
        var client = new RehearsalChatClient(new RehearsalOptions { Latency = LatencyRange.Parse("100ms..300ms"), TimeProvider = time });
        var answer = client.GetResponseAsync(Messages, Options);

        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(201));
        var seconds = (double)(await answer).AdditionalProperties!["simulated_latency_seconds"]!;
        Assert.InRange(seconds, 0.1, 0.3);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var client = new RehearsalChatClient(new RehearsalOptions { Latency = LatencyRange.Parse("1.5s"), TimeProvider = new FakeTimeProvider() });
        var answer = client.GetResponseAsync(Messages, Options, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("200ms", 200, 200)]
    [InlineData("1.5s", 1500, 1500)]
    [InlineData("100ms..300ms", 100, 300)]
    [InlineData("0s", 0, 0)]
    public void A_latency_is_read(string text, int min, int max) =>
        Assert.Equal(new LatencyRange(TimeSpan.FromMilliseconds(min), TimeSpan.FromMilliseconds(max)), LatencyRange.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("200")]
    [InlineData("-1s")]
    [InlineData("fast")]
    [InlineData("300ms..100ms")]
    [InlineData("1s..")]
    [InlineData("11000s")]
    public void A_latency_that_makes_no_sense_is_refused_with_the_mend(string text) =>
        Assert.Contains("ms", Assert.Throws<FormatException>(() => LatencyRange.Parse(text)).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Calls(ChatResponse response) =>
        response.Messages[0].Contents.OfType<FunctionCallContent>().Select(call => $"{call.CallId} {call.Name} {string.Join(",", call.Arguments!.Values)}");
}
