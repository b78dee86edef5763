namespace Evergreen.Actors.Models.Limits;

/// <summary>
/// The one place where a request to a provider waits for its turn: below the concurrency limit, not before the provider's own
/// "do not send before", and within the budgets of requests and tokens a minute. Retries go first, then first come, first served.
/// </summary>
internal sealed class SendGate : IDisposable
{
    // Timers count to 49 days and no further; whoever is woken too early waits again.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly ITimer _wakeUp;
    private readonly ConcurrencyLimit _limit;
    private readonly RateBudget? _requests;
    private readonly RateBudget? _tokens;
    private readonly Queue<Waiter> _retries = new();
    private readonly Queue<Waiter> _calls = new();
    private readonly SortedSet<long> _underWay = [];
    private readonly Stopped _stopped = new();
    private TimeSpan _holdUntil;
    private long _sent;

    public SendGate(ConcurrencyLimit limit, RateBudget? requests, RateBudget? tokens, TimeProvider clock)
    {
        (_limit, _requests, _tokens, _clock) = (limit, requests, tokens, clock);
        _origin = clock.GetTimestamp();
        _wakeUp = clock.CreateTimer(_ => Admit(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _clock.GetElapsedTime(_origin);

    /// <summary>Waits for a turn. Whoever gets a permit gives it back by <see cref="Leave"/>.</summary>
    /// <param name="isRetry">Whether the call has been sent before.</param>
    /// <param name="tokens">What the request is likely to use.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    public Task<SendPermit> EnterAsync(bool isRetry, long tokens, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(tokens);
        lock (_lock)
        {
            waiter.EnteredAt = Now;
            waiter.StoppedBefore = _stopped.Until(waiter.EnteredAt);
            (isRetry ? _retries : _calls).Enqueue(waiter);
            Admit();
        }

        if (!waiter.Task.IsCompleted && cancellationToken.CanBeCanceled)
        {
            waiter.Leaving = cancellationToken.UnsafeRegister(
                static (state, token) => ((Waiter)state!).TrySetCanceled(token), waiter);
            if (waiter.Task.IsCompleted)
            {
                waiter.Leaving.Dispose();
            }
        }

        return waiter.Task;
    }

    /// <summary>Gives a permit back and lets those behind learn from what came of it.</summary>
    public void Leave(SendPermit permit, SendOutcome outcome)
    {
        lock (_lock)
        {
            var now = Now;
            _underWay.Remove(permit.Number);
            switch (outcome.Kind)
            {
                case SendOutcomeKind.Answered:
                    _limit.Answered(permit.Request, now);
                    break;
                case SendOutcomeKind.Refused:
                    _limit.Refused(permit.Request, _underWay.GetViewBetween(0, permit.Number).Count, now);
                    break;
                case SendOutcomeKind.Failed:
                    _limit.Failed();
                    break;
            }

            if (outcome.TokensUsed is { } used)
            {
                _tokens?.Take(used - permit.Tokens, now);
            }

            _holdUntil = Longer(_holdUntil, now + HoldFor(outcome));
            Admit();
        }
    }

    /// <summary>How things stand.</summary>
    public LimitSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new LimitSnapshot(_limit.Limit, _underWay.Count, _retries.Count + _calls.Count, _limit.Cuts);
        }
    }

    public void Dispose() => _wakeUp.Dispose();

    // A 429 speaks for the call that got it. For all calls it speaks when the headers say that a window is spent, or when
    // nothing else of ours is being served.
    private TimeSpan HoldFor(SendOutcome outcome)
    {
        var spent = outcome.Headers.SpentUntil;
        var forAll = outcome.Kind == SendOutcomeKind.Refused && (spent is not null || _underWay.Count == 0);
        return Longer(spent ?? TimeSpan.Zero, (forAll ? outcome.Headers.RetryAfter : null) ?? TimeSpan.Zero);
    }

    private void Admit()
    {
        lock (_lock)
        {
            while (_underWay.Count < _limit.Limit && Next() is { } queue)
            {
                var now = Now;
                var waiter = queue.Peek();
                if (ClockWait(waiter, now) is var wait && wait > TimeSpan.Zero)
                {
                    _stopped.Begin(now);
                    var sleep = wait < LongestSleep ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : LongestSleep;
                    _wakeUp.Change(sleep, Timeout.InfiniteTimeSpan);
                    return;
                }

                _stopped.End(now);
                queue.Dequeue();
                Send(waiter, now);
            }

            _stopped.End(Now);
        }
    }

    private Queue<Waiter>? Next() => Waiting(_retries) ?? Waiting(_calls);

    private static Queue<Waiter>? Waiting(Queue<Waiter> queue)
    {
        while (queue.TryPeek(out var waiter))
        {
            if (!waiter.Task.IsCompleted)
            {
                return queue;
            }

            queue.Dequeue();
        }

        return null;
    }

    private TimeSpan ClockWait(Waiter waiter, TimeSpan now)
    {
        var requests = _requests?.WaitFor(1, now) ?? TimeSpan.Zero;
        var tokens = _tokens?.WaitFor(waiter.Tokens, now) ?? TimeSpan.Zero;
        return Longer(_holdUntil - now, Longer(requests, tokens));
    }

    private void Send(Waiter waiter, TimeSpan now)
    {
        var stopped = _stopped.Until(now) - waiter.StoppedBefore;
        var level = _underWay.Count + 1;
        var queued = now - waiter.EnteredAt - stopped;
        var permit = new SendPermit(++_sent, new SentRequest(now, level), waiter.Tokens, stopped, queued);
        if (waiter.TrySetResult(permit))
        {
            waiter.Leaving.Dispose();
            _underWay.Add(permit.Number);
            _limit.Sent(level);
            _requests?.Take(1, now);
            _tokens?.Take(waiter.Tokens, now);
        }
    }

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    /// <summary>How long, all told, the gate has been shut by a clock rather than by the limit.</summary>
    private sealed class Stopped
    {
        private TimeSpan _total;
        private TimeSpan? _since;

        public void Begin(TimeSpan now) => _since ??= now;

        public void End(TimeSpan now) => (_total, _since) = (Until(now), null);

        public TimeSpan Until(TimeSpan now) => _since is { } since ? _total + (now - since) : _total;
    }

    private sealed class Waiter(long tokens)
        : TaskCompletionSource<SendPermit>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Tokens { get; } = tokens;

        public TimeSpan EnteredAt { get; set; }

        public TimeSpan StoppedBefore { get; set; }

        public CancellationTokenRegistration Leaving { get; set; }
    }
}
