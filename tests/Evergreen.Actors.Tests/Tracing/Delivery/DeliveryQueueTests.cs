using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

public class DeliveryQueueTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly AcknowledgedRanges _acknowledged = new(0, 0);
    private readonly DeliveryOptions _options = new() { MaxInFlight = 2, RefusalsBeforeStop = 3 };

    [Fact]
    public void An_accepted_batch_is_acknowledged()
    {
        var queue = Queue();
        var batch = Begin(queue, 4);

        Assert.Null(Settle(queue, batch, new DeliveryOutcome.Accepted()));

        Assert.Equal((40, 4), (_acknowledged.Offset, _acknowledged.Rows));
        Assert.True(queue.IsIdle);
    }

    [Fact]
    public void A_batch_that_may_succeed_later_is_sent_again_after_its_wait_and_not_before()
    {
        var queue = Queue();
        Settle(queue, Begin(queue, 4), new DeliveryOutcome.TryLater("429", TimeSpan.FromSeconds(10)));

        Assert.False(queue.HasRoom(Noon.AddSeconds(9.9)));
        Assert.Null(queue.TakeDue(Noon.AddSeconds(9.9)));
        Assert.Equal(Noon.AddSeconds(10), queue.NextAt(Noon, unread: false));
        Assert.True(queue.HasRoom(Noon.AddSeconds(10)));
        Assert.Equal(4, queue.TakeDue(Noon.AddSeconds(10))!.Rows.Count);
        Assert.Equal(0, _acknowledged.Offset);
    }

    [Fact]
    public void A_batch_that_keeps_failing_does_not_hold_up_the_ones_behind_it()
    {
        var queue = Queue();
        var stuck = Begin(queue, 1);
        Settle(queue, stuck, new DeliveryOutcome.TryLater("500"));

        Settle(queue, Begin(queue, 5), new DeliveryOutcome.Accepted());

        Assert.Equal((0, 5), (_acknowledged.Offset, _acknowledged.AllRows));
        Assert.Equal(1, queue.OpenRows);
        Assert.Equal(stuck.Rows, queue.TakeDue(Noon.AddSeconds(2))!.Rows);
    }

    [Fact]
    public void While_everything_fails_only_so_much_is_begun()
    {
        var queue = Queue();
        for (var n = 0; n < 4; n++)
        {
            Settle(queue, Begin(queue, 1), new DeliveryOutcome.TryLater("down"));
        }

        Assert.False(queue.MayRead);
    }

    [Fact]
    public void A_request_that_is_too_large_goes_in_halves_and_later_ones_are_made_smaller()
    {
        var queue = Queue();
        var batch = Begin(queue, 5);

        Assert.Null(Settle(queue, batch, new DeliveryOutcome.TooLarge("413")));

        Assert.Equal([2, 3], [queue.TakeDue(Noon)!.Rows.Count, queue.TakeDue(Noon)!.Rows.Count]);
        Assert.Equal(25, queue.BatchBytes);
    }

    [Fact]
    public void A_single_row_that_is_too_large_is_refused_and_later_requests_stay_as_large_as_they_were()
    {
        var queue = Queue();
        var batch = Begin(queue, 1);

        Assert.Equal(batch.Rows[0], Settle(queue, batch, new DeliveryOutcome.TooLarge("413")));
        Assert.Equal(_options.MaxBytes, queue.BatchBytes);
    }

    [Fact]
    public void Of_a_refused_batch_only_the_row_that_is_at_fault_is_given_up()
    {
        var queue = Queue();
        var batch = Begin(queue, 7);
        var bad = batch.Rows[4];

        var refused = new List<RowExtent?> { Answer(batch) };
        while (queue.TakeDue(Noon) is { } next)
        {
            refused.Add(Answer(next));
        }

        Assert.Equal([bad], refused.OfType<RowExtent>());
        Assert.Equal(60, _acknowledged.AllRows * 10);

        RowExtent? Answer(SpanBatch sent) =>
            Settle(queue, sent, sent.Rows.Contains(bad) ? new DeliveryOutcome.Refused("400") : new DeliveryOutcome.Accepted());
    }

    [Fact]
    public void When_nothing_but_refusals_comes_back_it_is_not_the_rows_and_delivery_stops()
    {
        var queue = Queue();
        for (var n = 0; n < 3; n++)
        {
            Assert.Null(queue.Stopped);
            Assert.NotNull(Settle(queue, Begin(queue, 1), new DeliveryOutcome.Refused("400 no such field")));
        }

        Assert.Equal("3 rows refused in a row, so it is not the rows: 400 no such field", queue.Stopped);
        Assert.False(queue.HasRoom(Noon));
    }

    [Fact]
    public void A_denied_request_stops_delivery_and_its_rows_stay_pending()
    {
        var queue = Queue();
        Settle(queue, Begin(queue, 4), new DeliveryOutcome.Denied("401"));

        Assert.Equal(("401", 4), (queue.Stopped, queue.OpenRows));
        Assert.Null(queue.NextAt(Noon, unread: true));
    }

    [Fact]
    public void Rows_refused_earlier_are_tried_after_the_rest_and_settle_nothing_twice()
    {
        var queue = Queue(new RowExtent(0, 10), new RowExtent(50, 10));

        var again = queue.TakeRefusedBefore()!;
        Assert.Equal((2, 0), (again.Rows.Count, queue.OpenRows));
        Settle(queue, again, new DeliveryOutcome.Accepted());

        Assert.Equal(0, _acknowledged.AllRows);
        Assert.True(queue.IsIdle);
    }

    private DeliveryQueue Queue(params RowExtent[] refusedBefore) => new(_options, _acknowledged, refusedBefore);

    private static SpanBatch Begin(DeliveryQueue queue, int rows)
    {
        var batch = new SpanBatch([.. Enumerable.Range(0, rows).Select(n => new RowExtent(queue.ReadFrom + (n * 10), 10))]);
        queue.Begin(batch);
        return batch;
    }

    private static RowExtent? Settle(DeliveryQueue queue, SpanBatch batch, DeliveryOutcome outcome) =>
        queue.Settle(batch, Noon, outcome, Noon, draw: 0.5);
}
