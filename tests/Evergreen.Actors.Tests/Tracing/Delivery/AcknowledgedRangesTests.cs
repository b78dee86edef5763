using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Tools.Services;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

public class AcknowledgedRangesTests
{
    [Fact]
    public void Only_the_prefix_without_a_gap_counts_until_the_gap_is_filled()
    {
        var ranges = new AcknowledgedRanges(100, 10);
        ranges.Add(200, 300, 5);
        Assert.Equal((100, 10, 15), (ranges.Offset, ranges.Rows, ranges.AllRows));

        ranges.Add(100, 200, 7);

        Assert.Equal((300, 22, 22), (ranges.Offset, ranges.Rows, ranges.AllRows));
    }

    [Fact]
    public void In_whatever_order_ranges_come_they_end_up_as_one()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var starts = Enumerable.Range(0, 40).ToArray();
            new Dice(seed).Shuffle<int>(starts);
            var ranges = new AcknowledgedRanges(0, 0);

            foreach (var start in starts)
            {
                ranges.Add(start * 10, (start + 1) * 10, 3);
            }

            Assert.Equal((400, 120, 0), (ranges.Offset, ranges.Rows, ranges.Gaps));
        }
    }

    [Fact]
    public void A_row_that_is_stuck_costs_one_range_however_much_is_settled_behind_it()
    {
        var ranges = new AcknowledgedRanges(0, 0);
        for (var start = 10; start < 100_000; start += 10)
        {
            ranges.Add(start, start + 10, 1);
        }

        Assert.Equal((0, 1), (ranges.Offset, ranges.Gaps));
    }
}
