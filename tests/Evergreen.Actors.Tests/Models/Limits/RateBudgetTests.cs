using Evergreen.Actors.Models.Limits;

namespace Evergreen.Actors.Tests.Models.Limits;

public class RateBudgetTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(500)]
    [InlineData(6000)]
    public void In_no_minute_is_more_spent_than_a_minute_and_a_quarter_second_allow(double perMinute)
    {
        var budget = new RateBudget(perMinute);
        var now = TimeSpan.Zero;
        var sent = new List<TimeSpan>();
        while (now < TimeSpan.FromMinutes(2))
        {
            now += budget.WaitFor(1, now);
            budget.Take(1, now);
            sent.Add(now);
        }

        var most = sent.Max(start => sent.Count(at => at >= start && at < start + TimeSpan.FromMinutes(1)));
        Assert.InRange(most, perMinute, perMinute + Math.Max(1, perMinute / 240) + 1);
    }

    [Fact]
    public void One_that_asks_for_more_than_the_bucket_holds_makes_those_after_it_wait()
    {
        var budget = new RateBudget(perMinute: 60_000);
        Assert.Equal(TimeSpan.Zero, budget.WaitFor(2000, TimeSpan.Zero));

        budget.Take(2000, TimeSpan.Zero);

        Assert.Equal(1.85, budget.WaitFor(100, TimeSpan.Zero).TotalSeconds, 3);
    }

    [Fact]
    public void What_was_set_aside_and_not_used_comes_back()
    {
        var budget = new RateBudget(perMinute: 60_000);
        budget.Take(2000, TimeSpan.Zero);

        budget.Take(-1000, TimeSpan.Zero);

        Assert.Equal(0.85, budget.WaitFor(100, TimeSpan.Zero).TotalSeconds, 3);
    }
}
