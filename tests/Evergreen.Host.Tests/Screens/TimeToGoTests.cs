using Evergreen.Host.Display;

namespace Evergreen.Host.Tests.Screens;

public class TimeToGoTests
{
    private static readonly TimeSpan Elapsed = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(204, 0, 100)]
    [InlineData(204, 60, 100)]
    [InlineData(12, 9, 1)]
    public void Nothing_is_foreseen_from_the_few_that_ended_first(int asked, int ended, int inFlight) =>
        Assert.Null(TimeToGo.Of(asked, ended, inFlight, Elapsed));

    [Theory]
    [InlineData(200, 100, 100, 30)]
    [InlineData(100, 75, 25, 10)]
    [InlineData(50, 50, 0, 0)]
    public void The_rest_is_foreseen_at_the_pace_of_what_ended(int asked, int ended, int inFlight, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TimeToGo.Of(asked, ended, inFlight, Elapsed));
}
