using System.Text.Json;
using Akka.Actor;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Testing;
using static Evergreen.Actors.Tracing.Delivery.DeliveryProtocol;

namespace Evergreen.Actors.Tests.Tracing.Delivery;

/// <summary>From the spool to the destination, whatever it answers; nothing is lost, and a crash costs only a resend.</summary>
public class DeliveryActorSpec : ActorSpec
{
    private static readonly DeliveryOptions Options = new() { MaxRows = 10, MaxInFlight = 2, RefusalsBeforeStop = 3 };

    private readonly SpoolFolder _folder = new();
    private readonly FakeDestination _destination = new();

    [Fact]
    public void Rows_wait_for_company_and_then_go_in_batches()
    {
        var delivery = Deliver();
        Grow(delivery, 1, 5);
        Grow(delivery, 6, 25);
        Assert.Empty(_destination.Requests);

        Pass(TimeSpan.FromSeconds(1));

        Assert.Equal([10, 10, 5], _destination.Requests.Select(rows => rows.Count));
        Assert.Equal(Ids(1, 25), _destination.Kept);
        Assert.Equal(new DeliveryMark("fake", new FileInfo(_folder.Spans).Length, 25), _folder.Mark);
    }

    [Fact]
    public void No_more_requests_are_under_way_than_allowed_and_answers_may_come_in_any_order()
    {
        _destination.Hold();
        _folder.Append(1, 30);
        var delivery = Deliver();
        delivery.Tell(new Drain(null), TestActor);
        Assert.Equal(2, _destination.Requests.Count);

        _destination.Owed[1].SetResult(new DeliveryOutcome.Accepted());
        AwaitAssert(() => Assert.Equal(3, _destination.Requests.Count));
        Assert.Null(_folder.Mark);

        _destination.Owed[2].SetResult(new DeliveryOutcome.Accepted());
        _destination.Owed[0].SetResult(new DeliveryOutcome.Accepted());

        Assert.Equal(new DeliveryReport(30, 0, 0), ExpectMsg<DeliveryReport>());
        Assert.Equal(30, _folder.Mark!.AcknowledgedRows);
    }

    [Fact]
    public void What_the_destination_is_not_ready_for_is_sent_again_after_the_wait_it_asked_for()
    {
        _destination.Answers(new DeliveryOutcome.TryLater("429", TimeSpan.FromSeconds(30)));
        _folder.Append(1, 5);
        var delivery = Deliver();
        delivery.Tell(new Drain(null), TestActor);

        Pass(TimeSpan.FromSeconds(29));
        Assert.Single(_destination.Requests);
        Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(new DeliveryReport(5, 0, 0), ExpectMsg<DeliveryReport>());
        Assert.Equal(Ids(1, 5), _destination.Kept);
    }

    [Fact]
    public void Patience_ends_the_wait_and_says_what_is_pending_and_why()
    {
        _destination.Always(new DeliveryOutcome.TryLater("connection refused"));
        _folder.Append(1, 100);
        var delivery = Deliver();
        delivery.Tell(new Drain(TimeSpan.FromSeconds(10)), TestActor);

        Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(new DeliveryReport(0, 100, 0) { Trouble = "connection refused" }, ExpectMsg<DeliveryReport>());
    }

    [Fact]
    public void A_destination_that_is_away_for_an_hour_is_asked_about_once_a_minute_and_gets_everything_when_it_is_back()
    {
        _destination.Always(new DeliveryOutcome.TryLater("down"));
        var delivery = Deliver();
        for (var minute = 0; minute < 60; minute++)
        {
            Grow(delivery, (minute * 100) + 1, (minute * 100) + 100);
            for (var second = 0; second < 60; second++)
            {
                Pass(TimeSpan.FromSeconds(1));
            }
        }

        Assert.InRange(_destination.Requests.Count, 30, 100);
        _destination.Always(new DeliveryOutcome.Accepted());
        delivery.Tell(new Drain(null), TestActor);
        Pass(TimeSpan.FromMinutes(2));

        Assert.Equal(new DeliveryReport(6000, 0, 0), ExpectMsg<DeliveryReport>());
        Assert.Equal(Ids(1, 6000), _destination.Kept.OrderBy(int.Parse));
    }

    [Fact]
    public void The_next_one_goes_on_where_the_last_one_was_interrupted()
    {
        _destination.Answers(new DeliveryOutcome.Accepted(), new DeliveryOutcome.TryLater("down"), new DeliveryOutcome.TryLater("down"));
        _folder.Append(1, 30);
        var first = Deliver();
        first.Tell(new Drain(TimeSpan.Zero), TestActor);
        Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(20, ExpectMsg<DeliveryReport>().Pending);
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);

        Deliver().Tell(new Drain(null), TestActor);

        Assert.Equal(new DeliveryReport(30, 0, 0), ExpectMsg<DeliveryReport>());
        Assert.Equal(Ids(1, 30), _destination.Kept);
    }

    [Fact]
    public void Another_destination_gets_everything_from_the_beginning()
    {
        _folder.Append(1, 5);
        Deliver().Tell(new Drain(null), TestActor);
        ExpectMsg<DeliveryReport>();

        var other = new FakeDestination { Name = "other" };
        Deliver(other).Tell(new Drain(null), TestActor);

        Assert.Equal(new DeliveryReport(5, 0, 0), ExpectMsg<DeliveryReport>());
        Assert.Equal(Ids(1, 5), other.Kept);
    }

    [Fact]
    public void A_refused_row_is_noted_with_its_reason_and_the_rest_goes_on()
    {
        _destination.Refuses("7");
        _folder.Append(1, 20);
        Deliver().Tell(new Drain(null), TestActor);

        Assert.Equal((19, 0, 1), Counts(ExpectMsg<DeliveryReport>()));
        Assert.Equal(Ids(1, 20).Except(["7"]), _destination.Kept.OrderBy(int.Parse));
        var noted = JsonElement.Parse(Assert.Single(_folder.RefusedLines));
        Assert.Equal("7", noted.GetProperty("id").GetString());
        Assert.Equal("400 bad row", noted.GetProperty("reason").GetString());
    }

    [Fact]
    public void Refused_rows_are_tried_again_next_time_and_nothing_else_is()
    {
        _destination.Refuses("7");
        _folder.Append(1, 20);
        Deliver().Tell(new Drain(null), TestActor);
        ExpectMsg<DeliveryReport>();
        _destination.Refuses("8");
        _destination.Requests.Clear();

        Deliver().Tell(new Drain(null), TestActor);

        Assert.Equal(new DeliveryReport(20, 0, 0), ExpectMsg<DeliveryReport>());
        Assert.Equal(["7"], Assert.Single(_destination.Requests));
        Assert.Empty(_folder.RefusedLines);
    }

    [Fact]
    public void What_cannot_be_noted_in_the_end_is_said_to_who_waits_for_it()
    {
        _destination.Refuses("7");
        _folder.Append(1, 20);
        Deliver().Tell(new Drain(null), TestActor);
        ExpectMsg<DeliveryReport>();
        _destination.Refuses("25");
        _folder.Append(21, 30);
        var delivery = Deliver();
        Directory.CreateDirectory(_folder.Refused + ".tmp");
        delivery.Tell(new Drain(null), TestActor);

        Assert.Contains("cannot be noted", ExpectMsg<DeliveryReport>().Stopped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_cannot_even_begin_says_so_and_everything_is_pending()
    {
        _folder.Append(1, 5);
        Directory.CreateDirectory(_folder.Spans[..^"jsonl".Length] + "delivery.json");
        var delivery = new SpanDelivery(new DeliveryServices(_folder.Spans, _destination, Options, Clock));
        delivery.Start(Sys);

        var report = await delivery.DrainAsync(patience: null, CancellationToken.None);

        Assert.Equal((0, 5, 0), Counts(report));
        Assert.Contains("cannot be read or written", report.Stopped, StringComparison.Ordinal);
    }

    [Fact]
    public void When_every_row_is_refused_delivery_stops_and_the_rows_stay_pending()
    {
        _destination.Always(new DeliveryOutcome.Refused("400 no"));
        _folder.Append(1, 50);
        Deliver().Tell(new Drain(null), TestActor);

        var report = ExpectMsg<DeliveryReport>();
        Assert.Equal(50, report.Pending + report.Refused);
        Assert.InRange(report.Refused, 3, 4);
        Assert.Contains("400 no", report.Stopped, StringComparison.Ordinal);
    }

    [Fact]
    public void A_denied_delivery_stops_at_once_and_says_why_to_everybody_who_asks()
    {
        _destination.Always(new DeliveryOutcome.Denied("401 wrong key"));
        _folder.Append(1, 50);
        var delivery = Deliver();
        delivery.Tell(new Drain(null), TestActor);
        delivery.Tell(new Drain(null), TestActor);

        var report = new DeliveryReport(0, 50, 0) { Stopped = "401 wrong key" };
        Assert.Equal([report, report], [ExpectMsg<DeliveryReport>(), ExpectMsg<DeliveryReport>()]);
        Assert.InRange(_destination.Requests.Count, 1, 2);
    }

    [Fact]
    public void A_line_cut_short_by_a_crash_is_left_alone()
    {
        _folder.Append(1, 5);
        _folder.Append("{\"id\":\"6");
        Deliver().Tell(new Drain(null), TestActor);

        Assert.Equal(new DeliveryReport(5, 0, 0), ExpectMsg<DeliveryReport>());
        Assert.Equal(Ids(1, 5), _destination.Kept);
    }

    private static (long Delivered, long Pending, long Refused) Counts(DeliveryReport report) => (report.Delivered, report.Pending, report.Refused);

    private static IEnumerable<string> Ids(int from, int to) => Enumerable.Range(from, to - from + 1).Select(id => $"{id}");

    private void Grow(IActorRef delivery, int from, int to) => delivery.Tell(new SpoolGrew(_folder.Append(from, to)));

    private IActorRef Deliver(ISpanDestination? to = null) =>
        Start(() => new DeliveryActor(new DeliveryServices(_folder.Spans, to ?? _destination, Options, Clock)));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
