using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Tests.Statistics;

public sealed class AgreementTests
{
    // The grant proposals: 20 accepted by both readers, 15 refused by both, 5 and 10 by one alone.
    [Fact]
    public void Kappa_is_the_agreement_beyond_chance()
    {
        var agreement = Agreement.Of(Pairs((true, true, 20), (true, false, 5), (false, true, 10), (false, false, 15)));

        Assert.Equal(50, agreement.Cases);
        Assert.Equal(0.7, agreement.Accuracy!.Value, 12);
        Assert.Equal(0.4, agreement.Kappa!.Value, 12);
    }

    // Cohen, Educational and Psychological Measurement 20 (1960) 37-46, table 1: three categories, kappa .492 as printed.
    [Fact]
    public void Kappa_takes_any_number_of_labels()
    {
        var agreement = Agreement.Of(Pairs(
            ("a", "a", 88), ("a", "b", 10), ("a", "c", 2),
            ("b", "a", 14), ("b", "b", 40), ("b", "c", 6),
            ("c", "a", 18), ("c", "b", 10), ("c", "c", 12)));

        Assert.Equal(0.70, agreement.Accuracy!.Value, 12);
        Assert.Equal(0.492, agreement.Kappa!.Value, 3);
    }

    [Fact]
    public void Perfect_agreement_has_kappa_one() =>
        Assert.Equal(1, Agreement.Of(Pairs((true, true, 3), (false, false, 4))).Kappa!.Value, 12);

    [Fact]
    public void Where_only_one_label_was_ever_used_kappa_is_unknown_not_zero()
    {
        var agreement = Agreement.Of(Pairs((true, true, 9)));

        Assert.Equal(1, agreement.Accuracy);
        Assert.Null(agreement.Kappa);
    }

    [Fact]
    public void No_cases_agree_about_nothing() => Assert.Equal(new Agreement(0, null, null), Agreement.Of<bool>([]));

    private static List<(T, T)> Pairs<T>(params (T First, T Second, int Count)[] cells) =>
        cells.SelectMany(c => Enumerable.Repeat((c.First, c.Second), c.Count)).ToList();
}
