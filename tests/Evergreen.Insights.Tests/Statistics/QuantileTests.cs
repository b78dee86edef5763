using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Statistics;

public sealed class QuantileTests
{
    // What R's quantile() and NumPy's percentile() give for 1 to 10.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 3.25)]
    [InlineData(0.5, 5.5)]
    [InlineData(0.95, 9.55)]
    [InlineData(1, 10)]
    public void Quantiles_lie_between_their_neighbours(double p, double expected) =>
        Assert.Equal(expected, Quantile.Of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], p), 12);

    [Fact]
    public void Percentiles_do_not_depend_on_the_order() =>
        Assert.Equal(new Percentiles(2, 2.9, 2.98, 3), Quantile.Percentiles([3, 1, 2]), new Close());

    [Fact]
    public void Nothing_took_no_time() => Assert.Equal(new Percentiles(0, 0, 0, 0), Quantile.Percentiles([]));

    private sealed class Close : IEqualityComparer<Percentiles>
    {
        public bool Equals(Percentiles? x, Percentiles? y) =>
            new[] { x!.P50 - y!.P50, x.P95 - y.P95, x.P99 - y.P99, x.Max - y.Max }.All(d => Math.Abs(d) < 1e-12);

        public int GetHashCode(Percentiles obj) => 0;
    }
}
