namespace Evergreen.Host.Tests;

/// <summary>A clock on which time passes several times as fast, for waits that nobody wants to sit through.</summary>
internal sealed class FastClock(int factor) : TimeProvider
{
    private readonly DateTimeOffset _began = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _began + ((System.GetUtcNow() - _began) * factor);

    public override long GetTimestamp() => System.GetTimestamp() * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new FastTimer(System.CreateTimer(callback, state, Shorter(dueTime, factor), Shorter(period, factor)), factor);

    // Whole milliseconds, and never early.
    private static TimeSpan Shorter(TimeSpan time, int factor) => time == Timeout.InfiniteTimeSpan || time == TimeSpan.Zero
        ? time
        : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / factor));

    private sealed class FastTimer(ITimer timer, int factor) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Shorter(dueTime, factor), Shorter(period, factor));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
