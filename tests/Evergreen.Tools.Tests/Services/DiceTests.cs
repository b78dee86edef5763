using Evergreen.Tools.Services;

namespace Evergreen.Tools.Tests.Services;

public class DiceTests
{
    [Fact]
    public void The_same_name_rolls_the_same_values_whatever_was_rolled_before()
    {
        var root = new Dice(7);
        var first = root.With("fault").With("shipping-03.1").With(2);
        root.NextUInt64();
        var second = root.With("fault").With("shipping-03.1").With(2);

        Assert.Equal(first.NextUInt64(), second.NextUInt64());
        Assert.Equal(first.NextDouble(), second.NextDouble());
    }

    [Fact]
    public void Values_stay_the_same_from_version_to_version()
    {
        var dice = new Dice(7).With("model").With("returns-01.1").With(3);

        Assert.Equal([0x08B8B3BD218B68DA, 0xB9C0CB2D528BA776], new[] { dice.NextUInt64(), dice.NextUInt64() });
    }

    [Fact]
    public void Names_that_differ_in_seed_word_or_number_roll_differently()
    {
        ulong[] rolls =
        [
            new Dice(7).NextUInt64(),
            new Dice(8).NextUInt64(),
            new Dice(7).With("1").NextUInt64(),
            new Dice(7).With(1).NextUInt64(),
            new Dice(7).With("ab").With("c").NextUInt64(),
            new Dice(7).With("a").With("bc").NextUInt64(),
            new Dice(7).With("").NextUInt64(),
        ];

        Assert.Equal(rolls.Length, rolls.Distinct().Count());
    }

    [Fact]
    public void Whole_numbers_are_spread_evenly()
    {
        var dice = new Dice(1);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
        {
            counts[dice.Next(6)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void A_shuffle_keeps_every_item()
    {
        var items = Enumerable.Range(0, 51).ToArray();
        new Dice(3).Shuffle<int>(items);

        Assert.NotEqual(Enumerable.Range(0, 51), items);
        Assert.Equal(Enumerable.Range(0, 51), items.Order());
    }
}
