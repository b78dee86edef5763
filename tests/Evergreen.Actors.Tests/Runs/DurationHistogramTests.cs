using Evergreen.Actors.Runs;

namespace Evergreen.Actors.Tests.Runs;

public class DurationHistogramTests
{
    [Fact]
    public void Percentiles_are_within_one_percent_of_the_exact_ones()
    {
        var histogram = new DurationHistogram();
        for (var n = 1; n <= 10_000; n++)
        {
            histogram.Add(n / 100.0);
        }

        var percentiles = histogram.Percentiles();

        Assert.InRange(percentiles.P50, 50 * 0.99, 50 * 1.01);
        Assert.InRange(percentiles.P95, 95 * 0.99, 95 * 1.01);
        Assert.InRange(percentiles.P99, 99 * 0.99, 99 * 1.01);
        Assert.Equal(100, percentiles.Max);
    }

    [Fact]
    public void One_duration_is_every_percentile()
    {
        var histogram = new DurationHistogram();
        histogram.Add(0.25);

        Assert.Equal((0.25, 0.25, 0.25), (histogram.Percentiles().P50, histogram.Percentiles().P99, histogram.Percentiles().Max));
    }

    [Fact]
    public void Nothing_measured_is_zero() => Assert.Equal(0, new DurationHistogram().Percentiles().Max);
}
