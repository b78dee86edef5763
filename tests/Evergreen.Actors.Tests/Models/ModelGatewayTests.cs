using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Accounting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using static Evergreen.Actors.Tests.Models.ScriptedProvider;

namespace Evergreen.Actors.Tests.Models;

public class ModelGatewayTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _clock = new();
    private readonly AdmissionStop _stop = new();

    [Fact]
    public async Task An_answer_says_how_it_came()
    {
        var (gateway, _) = Gateway(Fail(ProviderFault.ServerError), Fail(ProviderFault.RateLimited, retryAfter: 2), Answer("hello"));

        var response = await Ask(gateway);

        Assert.Equal("hello", response.Text);
        Assert.Equal(3, response.AdditionalProperties![ModelResponseProperties.Attempts]);
        Assert.InRange((double)response.AdditionalProperties[ModelResponseProperties.WaitedSeconds]!, 2.25, 4.8);
        Assert.Equal(
            [ProviderFault.ServerError, ProviderFault.RateLimited],
            ((IReadOnlyList<FailedModelAttempt>)response.AdditionalProperties[ModelResponseProperties.FailedAttempts]!).Select(failed => failed.Fault));
    }

    [Fact]
    public async Task The_wait_a_provider_asks_for_is_kept()
    {
        var (gateway, provider) = Gateway(Fail(ProviderFault.RateLimited, retryAfter: 7), Answer("hello"));

        await Ask(gateway);

        Assert.InRange(provider.SentAt[1] - provider.SentAt[0], TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7.8));
    }

    [Fact]
    public async Task Backoff_doubles_and_is_the_same_for_the_same_seed()
    {
        async Task<List<DateTimeOffset>> SendTimes(long seed)
        {
            var (gateway, provider) = Gateway(
                Fail(ProviderFault.ServerError), Fail(ProviderFault.ConnectionLost), Fail(ProviderFault.BadAnswer), Answer("hello"));
            var began = _clock.GetUtcNow();
            await Ask(gateway, new ChatOptions { Seed = seed });
            return [.. provider.SentAt.Select(at => DateTimeOffset.UnixEpoch + (at - began))];
        }

        var times = await SendTimes(7);

        Assert.InRange(times[1] - times[0], TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(0.75) + Tick);
        Assert.InRange(times[2] - times[1], TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.5) + Tick);
        Assert.InRange(times[3] - times[2], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3) + Tick);
        Assert.Equal(times, await SendTimes(7));
        Assert.NotEqual(times, await SendTimes(8));
    }

    [Fact]
    public async Task A_request_that_hangs_is_given_up_and_sent_again()
    {
        var (gateway, provider) = Gateway(Hang(), Answer("hello"));

        var response = await Ask(gateway);

        Assert.Equal("hello", response.Text);
        Assert.InRange(provider.SentAt[1] - provider.SentAt[0], TimeSpan.FromSeconds(60.25), TimeSpan.FromSeconds(61));
    }

    [Fact]
    public async Task Attempts_are_limited()
    {
        var (gateway, provider) = Gateway([.. Enumerable.Repeat(Fail(ProviderFault.ServerError), 6)]);

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => Ask(gateway));

        Assert.Equal(ModelFailure.Unavailable, exception.Failure);
        Assert.Equal(6, provider.SentAt.Count);
        Assert.Equal(6, exception.FailedAttempts.Count);
        Assert.Null(exception.FailedAttempts[^1].WaitSeconds);
    }

    [Fact]
    public async Task A_429_costs_patience_and_no_attempts()
    {
        var (gateway, _) = Gateway([.. Enumerable.Repeat(Fail(ProviderFault.RateLimited, retryAfter: 1), 20), Answer("hello")]);

        Assert.Equal("hello", (await Ask(gateway)).Text);
    }

    [Fact]
    public async Task A_wait_beyond_patience_fails_at_once_and_says_so()
    {
        var (gateway, provider) = Gateway(Fail(ProviderFault.RateLimited, retryAfter: 3600));

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => Ask(gateway));

        Assert.Equal(ModelFailure.RateLimited, exception.Failure);
        Assert.Contains("beyond the 180 s", exception.Message);
        Assert.Single(provider.SentAt);
    }

    [Theory]
    [InlineData(ProviderFault.QuotaExhausted, ModelFailure.QuotaExhausted, true)]
    [InlineData(ProviderFault.AccessDenied, ModelFailure.AccessDenied, true)]
    [InlineData(ProviderFault.Rejected, ModelFailure.Rejected, false)]
    public async Task What_time_does_not_mend_is_not_tried_again(ProviderFault fault, ModelFailure failure, bool stops)
    {
        var (gateway, provider) = Gateway(Fail(fault));

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => Ask(gateway));

        Assert.Equal(failure, exception.Failure);
        Assert.Single(provider.SentAt);
        Assert.Equal(stops, _stop.Reason is not null);
    }

    [Fact]
    public async Task A_model_that_is_down_for_good_stops_admission_and_further_calls_fail_at_once()
    {
        var (gateway, provider) = Gateway([.. Enumerable.Repeat(Fail(ProviderFault.ConnectionLost), 18)]);
        for (var call = 0; call < 3; call++)
        {
            Assert.Null(_stop.Reason);
            await Assert.ThrowsAsync<ModelCallException>(() => Ask(gateway));
        }

        Assert.Contains("stub is down", _stop.Reason);
        var exception = await Assert.ThrowsAsync<ModelCallException>(() => gateway.GetResponseAsync("hi"));
        Assert.Equal(ModelFailure.Unavailable, exception.Failure);
        Assert.Equal(18, provider.SentAt.Count);
    }

    [Fact]
    public async Task A_model_that_was_down_is_tried_again_after_half_a_minute()
    {
        var (gateway, _) = Gateway([.. Enumerable.Repeat(Fail(ProviderFault.ConnectionLost), 18), Answer("back"), Answer("again")]);
        for (var call = 0; call < 3; call++)
        {
            await Assert.ThrowsAsync<ModelCallException>(() => Ask(gateway));
        }

        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("back", (await Ask(gateway)).Text);
        Assert.Equal("again", (await Ask(gateway)).Text);
    }

    [Fact]
    public async Task An_empty_answer_is_asked_again()
    {
        var (gateway, _) = Gateway(Answer(""), Answer("hello"));

        Assert.Equal("hello", (await Ask(gateway)).Text);
    }

    [Theory]
    [InlineData("length", ModelFailure.CutOff)]
    [InlineData("content_filter", ModelFailure.ContentFiltered)]
    public async Task An_answer_that_would_come_the_same_again_is_not_asked_again(string finishReason, ModelFailure failure)
    {
        var empty = new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = new ChatFinishReason(finishReason) };
        var (gateway, provider) = Gateway(_ => Task.FromResult(empty));

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => Ask(gateway));

        Assert.Equal(failure, exception.Failure);
        Assert.Single(provider.SentAt);
    }

    [Fact]
    public async Task Words_are_an_answer_even_when_the_limit_cut_them_off()
    {
        var (gateway, _) = Gateway(_ =>
        {
            var cut = Reply("Your order was");
            cut.FinishReason = ChatFinishReason.Length;
            return Task.FromResult(cut);
        });

        var response = await Ask(gateway);

        Assert.Equal("Your order was", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
    }

    [Fact]
    public async Task A_refusal_is_told_apart_from_an_answer()
    {
        var refusal = new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent("I cannot help with that") { ErrorCode = "Refusal" }]));
        var (gateway, _) = Gateway(_ => Task.FromResult(refusal));

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => Ask(gateway));

        Assert.Equal(ModelFailure.Refused, exception.Failure);
        Assert.Contains("I cannot help with that", exception.Message);
    }

    [Fact]
    public async Task Whoever_cancels_gets_a_cancellation_and_gives_the_place_back()
    {
        var (gateway, _) = Gateway(Hang());
        using var cancelled = new CancellationTokenSource();
        var asked = gateway.GetResponseAsync("hi", cancellationToken: cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal(0, gateway.Limits!.UnderWay);
    }

    [Fact]
    public async Task A_stream_goes_the_same_way()
    {
        var (gateway, _) = Gateway(Fail(ProviderFault.ServerError, retryAfter: 0.001), Answer("hello"));
        var streamed = gateway.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "hi")]).ToChatResponseAsync();

        Assert.Equal("hello", (await Played(streamed)).Text);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        var options = new ModelGatewayOptions { Model = "stub", RequestsPerMinute = 0 };

        var exception = Assert.Throws<ArgumentException>(() => ModelGateway.Create(new ScriptedProvider(_clock), options, Account(), _stop, _clock));

        Assert.Contains("requests per minute is 0", exception.Message);
    }

    private (ModelGateway Gateway, ScriptedProvider Provider) Gateway(params Func<CancellationToken, Task<ChatResponse>>[] script)
    {
        var provider = new ScriptedProvider(_clock, script);
        return (ModelGateway.Create(provider, new ModelGatewayOptions { Model = "stub" }, Account(), _stop, _clock), provider);
    }

    private ModelAccount Account() => new(PriceTable.Empty, new ModelBudget(), _stop);

    private Task<ChatResponse> Ask(ModelGateway gateway, ChatOptions? options = null) =>
        Task.Run(() => Played(gateway.GetResponseAsync([new ChatMessage(ChatRole.User, "hi")], options)));

    /// <summary>
    /// Lets virtual time pass until <paramref name="asked"/> is over. Off the test's synchronization context, so that what a timer
    /// wakes runs before the clock moves on.
    /// </summary>
    private Task<ChatResponse> Played(Task<ChatResponse> asked) => Task.Run(() =>
    {
        for (var tick = 0; !asked.IsCompleted && tick < 20_000; tick++)
        {
            _clock.Advance(Tick);
        }

        return asked;
    });
}
