using Evergreen.Actors.Tooling;
using Evergreen.Insights.Releases;

namespace Evergreen.Actors.Tests.Tooling;

public class ToolRetryPolicyTests
{
    private static readonly ToolRetryPolicy V2 = new(new RetrySettings(MaxRetries: 2));

    [Theory]
    [InlineData(1, 1.5)]
    [InlineData(2, 3.0)]
    public void Waits_grow_from_one_and_a_half_seconds_by_a_factor_of_two(int failedAttempt, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), V2.DelayAfter(failedAttempt, draw: 0.5));

    [Theory]
    [InlineData(0.0, 1.2)]
    [InlineData(0.75, 1.65)]
    [InlineData(1.0, 1.8)]
    public void Jitter_spreads_a_wait_by_a_fifth_either_way(double draw, double seconds) =>
        Assert.Equal(seconds, V2.DelayAfter(1, draw)!.Value.TotalSeconds, precision: 6);

    [Fact]
    public void After_two_retries_there_is_no_further_attempt() => Assert.Null(V2.DelayAfter(3, draw: 0.5));

    [Fact]
    public void A_release_without_retries_hands_the_first_failure_on() =>
        Assert.Null(new ToolRetryPolicy(new RetrySettings(MaxRetries: 0)).DelayAfter(1, draw: 0.5));
}
