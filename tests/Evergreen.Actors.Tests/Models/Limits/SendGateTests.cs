using Evergreen.Actors.Models.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Evergreen.Actors.Tests.Models.Limits;

public class SendGateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task No_more_are_under_way_than_the_limit_allows_and_the_next_goes_when_one_comes_back()
    {
        using var gate = Gate(limit: 2);
        var first = await Enter(gate);
        await Enter(gate);
        var third = Enter(gate);
        Assert.False(third.IsCompleted);
        Assert.Equal(new LimitSnapshot(2, UnderWay: 2, Waiting: 1, Cuts: 0), gate.Snapshot());

        Answer(gate, first);

        await third;
    }

    [Fact]
    public async Task Retries_go_first()
    {
        using var gate = Gate(limit: 1);
        var first = await Enter(gate);
        var call = Enter(gate);
        var retry = gate.EnterAsync(isRetry: true, 0, CancellationToken.None);

        Answer(gate, first);

        Answer(gate, await retry);
        await call;
    }

    [Fact]
    public async Task Who_stops_waiting_leaves_the_line()
    {
        using var gate = Gate(limit: 1);
        using var stopped = new CancellationTokenSource();
        var first = await Enter(gate);
        var impatient = gate.EnterAsync(isRetry: false, 0, stopped.Token);
        var patient = Enter(gate);

        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Answer(gate, first);

        await patient;
        Assert.Equal(1, gate.Snapshot().UnderWay);
    }

    [Fact]
    public async Task A_spent_window_holds_everybody_until_it_is_reset()
    {
        using var gate = Gate(limit: 100);
        var permit = await Enter(gate);
        gate.Leave(permit, Outcome(SendOutcomeKind.Answered, spentUntil: 3));
        var held = Enter(gate);

        _clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(held.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(TimeSpan.FromSeconds(3), (await held).Paced);
    }

    [Fact]
    public async Task A_429_without_such_headers_speaks_for_its_call_alone_while_others_are_served()
    {
        using var gate = Gate(limit: 100);
        var served = await Enter(gate);
        var refused = await Enter(gate);

        gate.Leave(refused, Outcome(SendOutcomeKind.Refused, retryAfter: 30));

        Assert.True(Enter(gate).IsCompletedSuccessfully);
        Answer(gate, served);
    }

    [Fact]
    public async Task A_429_when_nothing_is_served_holds_everybody()
    {
        using var gate = Gate(limit: 100);
        gate.Leave(await Enter(gate), Outcome(SendOutcomeKind.Refused, retryAfter: 30));

        var held = Enter(gate);

        Assert.False(held.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(30));
        await held;
    }

    [Fact]
    public async Task A_hold_longer_than_a_timer_can_count_is_kept_to_its_end()
    {
        using var gate = Gate(limit: 100);
        gate.Leave(await Enter(gate), Outcome(SendOutcomeKind.Refused, retryAfter: TimeSpan.FromDays(60).TotalSeconds));

        var held = Enter(gate);

        for (var day = 1; day < 60; day++)
        {
            _clock.Advance(TimeSpan.FromDays(1));
        }

        Assert.False(held.IsCompleted);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TimeSpan.FromDays(60), (await held).Paced);
    }

    [Fact]
    public async Task A_long_hold_does_not_keep_the_limit_from_being_cut_again()
    {
        using var gate = Gate(limit: 100);
        var burst = new List<SendPermit>();
        for (var n = 0; n < 50; n++)
        {
            burst.Add(await Enter(gate));
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        gate.Leave(burst[49], Outcome(SendOutcomeKind.Refused, retryAfter: 600, spentUntil: 1));
        burst[..49].ForEach(permit => Answer(gate, permit));
        _clock.Advance(TimeSpan.FromSeconds(600));
        var late = await Enter(gate);
        _clock.Advance(TimeSpan.FromSeconds(1));
        gate.Leave(late, Outcome(SendOutcomeKind.Refused, retryAfter: 600, spentUntil: 1));

        Assert.Equal(2, gate.Snapshot().Cuts);
    }

    [Fact]
    public async Task Requests_a_minute_are_spread_evenly()
    {
        using var gate = new SendGate(new ConcurrencyLimit(1000, 1000), new RateBudget(perMinute: 60), null, _clock);
        await Enter(gate);

        var second = Enter(gate);
        var third = Enter(gate);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), (await second).Paced);
        Assert.False(third.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), (await third).Paced);
    }

    [Fact]
    public async Task Standing_in_line_for_the_limit_is_told_apart_from_waiting_for_a_clock()
    {
        using var gate = Gate(limit: 1);
        var first = await Enter(gate);
        var second = Enter(gate);

        _clock.Advance(TimeSpan.FromSeconds(2));
        gate.Leave(first, Outcome(SendOutcomeKind.Answered, spentUntil: 3));
        _clock.Advance(TimeSpan.FromSeconds(3));

        var permit = await second;
        Assert.Equal(TimeSpan.FromSeconds(2), permit.Queued);
        Assert.Equal(TimeSpan.FromSeconds(3), permit.Paced);
    }

    [Fact]
    public async Task Tokens_that_were_used_beyond_the_estimate_are_paid_back_in_time()
    {
        using var gate = new SendGate(new ConcurrencyLimit(1000, 1000), null, new RateBudget(perMinute: 60_000), _clock);
        var permit = await gate.EnterAsync(isRetry: false, tokens: 100, CancellationToken.None);
        gate.Leave(permit, new SendOutcome(SendOutcomeKind.Answered, RateLimitHeaders.None, TokensUsed: 5100));

        var next = gate.EnterAsync(isRetry: false, tokens: 100, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await next;
    }

    private SendGate Gate(int limit) => new(new ConcurrencyLimit(limit, limit), null, null, _clock);

    private static Task<SendPermit> Enter(SendGate gate) => gate.EnterAsync(isRetry: false, 0, CancellationToken.None);

    private static void Answer(SendGate gate, SendPermit permit) => gate.Leave(permit, Outcome(SendOutcomeKind.Answered));

    private static SendOutcome Outcome(SendOutcomeKind kind, double? retryAfter = null, double? spentUntil = null) => new(
        kind,
        new RateLimitHeaders
        {
            RetryAfter = retryAfter is { } after ? TimeSpan.FromSeconds(after) : null,
            SpentUntil = spentUntil is { } until ? TimeSpan.FromSeconds(until) : null,
        },
        null);
}
