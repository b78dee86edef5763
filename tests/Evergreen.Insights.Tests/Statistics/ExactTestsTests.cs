using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Tests.Statistics;

public sealed class ExactTestsTests
{
    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(9, 1, 0.021484375)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(0, 12, 0.00048828125)]
    public void The_sign_test_counts_halves(int wins, int losses, double expected) =>
        Assert.Equal(expected, ExactTests.Sign(wins, losses), 12);

    // Conover, Practical Nonparametric Statistics (1971), p. 97: Mendel's peas.
    [Fact]
    public void A_binomial_count_is_judged_by_all_outcomes_as_unlikely() =>
        Assert.Equal(0.3825, ExactTests.Binomial(682, 925, 0.75), 4);

    // Fisher's tea tasting lady (Agresti, Categorical Data Analysis, p. 61) and his twin criminals (1962).
    [Theory]
    [InlineData(3, 4, 1, 4, 0.4857, 4)]
    [InlineData(2, 12, 15, 18, 0.0005367, 7)]
    [InlineData(0, 5, 0, 9, 1, 12)]
    [InlineData(0, 0, 3, 9, 1, 12)]
    public void Fishers_test_gives_his_own_results(int a, int n, int b, int m, double expected, int digits)
    {
        Assert.Equal(expected, ExactTests.Fisher(new Share(a, n), new Share(b, m)), digits);
        Assert.Equal(expected, ExactTests.Fisher(new Share(b, m), new Share(a, n)), digits);
    }

    [Fact]
    public void Fishers_test_holds_for_thousands_of_cases()
    {
        Assert.Equal(1, ExactTests.Fisher(new Share(5_000, 10_000), new Share(5_000, 10_000)), 6);
        Assert.InRange(ExactTests.Fisher(new Share(5_000, 10_000), new Share(6_000, 10_000)), 0, 1e-40);
    }

    // Benjamini and Hochberg, J. R. Statist. Soc. B 57 (1995) 289-300, section 3.2: four of fifteen stand at 5 %.
    [Fact]
    public void The_correction_for_many_comparisons_is_that_of_Benjamini_and_Hochberg()
    {
        double[] p =
        [
            0.0278, 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 1.0000, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        ];

        var adjusted = ExactTests.BenjaminiHochberg(p);

        Assert.Equal(4, adjusted.Count(q => q <= 0.05));
        Assert.Equal(0.0298 * 15 / 7, adjusted[0], 12);
        Assert.Equal(0.0015, adjusted[1], 12);
        Assert.Equal(0.035625, adjusted[4], 12);
        Assert.Equal(1, adjusted[6], 12);
    }

    [Fact]
    public void No_comparisons_need_no_correction() => Assert.Empty(ExactTests.BenjaminiHochberg([]));
}
