using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Tests.Statistics;

public sealed class IntervalTests
{
    // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void The_interval_of_a_share_is_Wilsons(int count, int total, double low, double high)
    {
        var interval = new Share(count, total).Interval!.Value;

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void A_share_never_lies_outside_its_own_interval()
    {
        Assert.Equal(1, new Share(7, 7).Interval!.Value.High);
        Assert.Equal(0, new Share(0, 7).Interval!.Value.Low);
    }

    // Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10.
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    public void The_difference_of_independent_shares_has_Newcombes_interval(int a, int n, int b, int m, double low, double high)
    {
        var interval = Share.Difference(new Share(a, n), new Share(b, m))!.Value;

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    // Fagerland, Lydersen, Laake, Statistics in Medicine 33 (2014) 2850-2875: airway responsiveness before and after.
    [Fact]
    public void The_difference_of_paired_shares_has_Newcombes_interval()
    {
        var interval = new PairedShares(Both: 1, OnlyFirst: 7, OnlySecond: 1, Neither: 12).Difference()!.Value;

        Assert.Equal(-0.507, interval.Low, 3);
        Assert.Equal(-0.026, interval.High, 3);
    }

    [Fact]
    public void Paired_shares_without_correlation_are_as_uncertain_as_independent_ones()
    {
        var paired = new PairedShares(Both: 12, OnlyFirst: 8, OnlySecond: 3, Neither: 2);

        var expected = Share.Difference(paired.Second, paired.First)!.Value;
        Assert.Equal(expected.Low, paired.Difference()!.Value.Low, 12);
        Assert.Equal(expected.High, paired.Difference()!.Value.High, 12);
    }

    [Fact]
    public void Where_nothing_flipped_the_difference_still_has_a_width()
    {
        var interval = new PairedShares(Both: 10, OnlyFirst: 0, OnlySecond: 0, Neither: 0).Difference()!.Value;

        Assert.True(interval.Low < -0.1 && interval.High > 0.1);
    }

    // Student's own example (Biometrika 6, 1908): hours of sleep gained, drug 2 over drug 1.
    [Fact]
    public void The_interval_of_a_mean_is_Students()
    {
        var mean = Mean.Of([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])!;

        Assert.Equal(1.58, mean.Value, 12);
        Assert.Equal(0.7001142, mean.Interval!.Value.Low, 7);
        Assert.Equal(2.4598858, mean.Interval!.Value.High, 7);
        Assert.Equal(10, mean.Count);
    }

    [Fact]
    public void Nothing_has_no_mean_and_one_value_has_no_interval()
    {
        Assert.Null(Mean.Of([]));
        Assert.Null(Mean.OfShare(new Share(0, 0)));
        Assert.Null(Mean.Of([3.0])!.Interval);
    }

    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    [InlineData(100_000, 1.960)]
    public void Students_quantiles_are_those_of_the_tables(int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentT.Quantile(0.975, degreesOfFreedom), 3);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.6)]
    [InlineData(0.975)]
    [InlineData(0.9995)]
    public void Students_quantiles_follow_their_closed_forms(double p)
    {
        var two = 2 * (p - 0.5) * Math.Sqrt(2 / (4 * p * (1 - p)));

        Assert.Equal(1, Math.Tan(Math.PI * (p - 0.5)) / StudentT.Quantile(p, 1), 10);
        Assert.Equal(1, two / StudentT.Quantile(p, 2), 10);
    }
}
