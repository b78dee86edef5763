using Evergreen.Actors.Models.Limits;

namespace Evergreen.Actors.Tests.Models.Limits;

public class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("retry-after", "2", 2)]
    [InlineData("retry-after", "0.25", 0.25)]
    [InlineData("retry-after", "Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("retry-after", "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData("retry-after-ms", "120", 0.12)]
    public void Retry_after_is_read_in_all_its_forms(string name, string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read((name, value)).RetryAfter);

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("")]
    public void What_makes_no_sense_is_taken_as_not_said(string value) =>
        Assert.Same(RateLimitHeaders.None, Read(("retry-after", value)));

    [Theory]
    [InlineData("120ms", 0.12)]
    [InlineData("1s", 1)]
    [InlineData("1.5s", 1.5)]
    [InlineData("6m0s", 360)]
    [InlineData("1h2m3s", 3723)]
    [InlineData("20", 20)]
    public void A_spent_limit_says_when_it_is_reset(string reset, double seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            Read(("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", reset)).SpentUntil);

    [Fact]
    public void A_reset_beyond_all_time_is_taken_as_not_said() =>
        Assert.Null(Read(("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "99999999999999h")).SpentUntil);

    [Fact]
    public void The_later_reset_of_two_spent_limits_counts_and_a_limit_with_something_left_does_not()
    {
        var both = Read(
            ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "1s"),
            ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "3s"));
        Assert.Equal(TimeSpan.FromSeconds(3), both.SpentUntil);

        Assert.Null(Read(("x-ratelimit-remaining-requests", "1"), ("x-ratelimit-reset-requests", "1s")).SpentUntil);
    }

    private static RateLimitHeaders Read(params (string Name, string Value)[] headers) =>
        RateLimitHeaders.Read(name => headers.FirstOrDefault(header => header.Name == name).Value, Now);
}
