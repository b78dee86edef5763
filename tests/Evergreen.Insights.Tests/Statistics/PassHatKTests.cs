using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Tests.Statistics;

public sealed class PassHatKTests
{
    [Theory]
    [InlineData(1, 0.75)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.25)]
    [InlineData(4, 0)]
    public void Three_of_four_trials_pass_together_as_often_as_they_can_be_drawn(int k, double expected) =>
        Assert.Equal(expected, PassHatK.Of([new Share(3, 4)], k)!.Value, 12);

    [Fact]
    public void Cases_count_alike_and_those_with_too_few_trials_not_at_all() =>
        Assert.Equal(0.5, PassHatK.Of([new Share(3, 3), new Share(1, 3), new Share(1, 1)], 2)!.Value, 12);

    [Fact]
    public void Without_enough_trials_it_is_unknown() => Assert.Null(PassHatK.Of([new Share(1, 1)], 2));
}
