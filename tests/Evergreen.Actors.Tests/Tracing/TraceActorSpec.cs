using Akka.Actor;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing;
using static Evergreen.Actors.Tracing.Delivery.DeliveryProtocol;
using static Evergreen.Actors.Tracing.TraceProtocol;
using Record = Evergreen.Actors.Tracing.TraceProtocol.Record;

namespace Evergreen.Actors.Tests.Tracing;

/// <summary>What is recorded is written in whole batches, acknowledged when it is, and counted when it cannot be.</summary>
public class TraceActorSpec : ActorSpec
{
    private readonly CollectingSink _sink = new();

    [Fact]
    public void A_conversation_is_acknowledged_after_its_spans_and_itself_are_written()
    {
        var trace = Trace();
        trace.Tell(Record.Of(Span("a")));
        Assert.Equal(0, _sink.Batches);

        trace.Tell(Conclude.Of(Conversation("one")), TestActor);

        Assert.Null(ExpectMsg<Concluded>().Failure);
        Assert.Equal((1, 1, 1), (_sink.Batches, _sink.Spans.Count, _sink.Conversations.Count));
    }

    [Fact]
    public void What_arrives_during_a_write_goes_into_one_next_batch()
    {
        var trace = Trace();
        _sink.Hold();
        trace.Tell(Conclude.Of(Conversation("one")), TestActor);
        trace.Tell(Conclude.Of(Conversation("two")), TestActor);
        trace.Tell(Conclude.Of(Conversation("three")), TestActor);
        Assert.Equal(1, _sink.Batches);

        _sink.Release();

        Assert.Equal(["one", "two", "three"], [ExpectConcluded(), ExpectConcluded(), ExpectConcluded()]);
        Assert.Equal(2, _sink.Batches);
    }

    [Fact]
    public void A_flush_is_answered_when_everything_said_before_is_written()
    {
        var trace = Trace();
        trace.Tell(Record.Of(Span("a")));
        _sink.Hold();
        trace.Tell(Flush.Instance, TestActor);
        ExpectNoMsg(TimeSpan.Zero);

        _sink.Release();

        Assert.Equal(new Flushed(Sent: 1, Dropped: 0), ExpectMsg<Flushed>());
    }

    [Fact]
    public void Many_rows_are_written_without_anybody_waiting_for_them()
    {
        var trace = Trace();
        for (var n = 0; n < 1000; n++)
        {
            trace.Tell(Record.Of(Span($"{n}") with { Error = new string('x', 1000) }));
        }

        Assert.InRange(_sink.Batches, 3, 5);
        trace.Tell(Flush.Instance, TestActor);
        Assert.Equal(new Flushed(Sent: 1000, Dropped: 0), ExpectMsg<Flushed>());
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => $"{n}"), _sink.Spans.Select(span => span.GetProperty("span_id").GetString()));
    }

    [Fact]
    public void Delivery_is_told_how_far_the_spans_reach_once_they_are_written_and_never_before()
    {
        var line = Record.Of(Span("a"));
        var trace = Start(() => new TraceActor(_sink, TestActor));
        _sink.Hold();
        trace.Tell(line);
        trace.Tell(Flush.Instance, ActorRefs.NoSender);
        ExpectNoMsg(TimeSpan.Zero);

        _sink.Release();
        Assert.Equal(line.Line.Length, ExpectMsg<SpoolGrew>().Bytes);

        _sink.Break("No space left on device");
        trace.Tell(line);
        trace.Tell(Flush.Instance, ActorRefs.NoSender);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_failing_sink_is_reported_to_whoever_waits_and_everything_after_is_counted_as_dropped()
    {
        var trace = Trace();
        _sink.Break("No space left on device");
        trace.Tell(Record.Of(Span("a")));
        trace.Tell(Conclude.Of(Conversation("one")), TestActor);
        Assert.Equal("No space left on device", ExpectMsg<Concluded>().Failure);

        trace.Tell(Record.Of(Span("b")));
        trace.Tell(Conclude.Of(Conversation("two")), TestActor);
        Assert.Equal("No space left on device", ExpectMsg<Concluded>().Failure);

        trace.Tell(Flush.Instance, TestActor);
        Assert.Equal(new Flushed(Sent: 0, Dropped: 2), ExpectMsg<Flushed>());
    }

    [Fact]
    public void Ids_follow_from_run_and_conversation_and_have_the_width_that_traces_want()
    {
        var ids = new TraceIds("run", "shipping-01.1");

        Assert.Matches("^[0-9a-f]{32}$", ids.Root);
        Assert.All([ids.Conversation, ids.Turn(1), ids.ModelCall(1), ids.ToolCall("a")], id => Assert.Matches("^[0-9a-f]{16}$", id));
        Assert.Equal(ids.Turn(2), new TraceIds("run", "shipping-01.1").Turn(2));
        Assert.NotEqual(ids.Root, new TraceIds("run", "shipping-01.2").Root);
        Assert.NotEqual(ids.Root, new TraceIds("another run", "shipping-01.1").Root);
    }

    private IActorRef Trace() => Start(() => new TraceActor(_sink));

    private string ExpectConcluded() => ExpectMsg<Concluded>().ConversationId;

    private static SpanRow Span(string id) => new()
    {
        SpanId = id,
        RootSpanId = "root",
        SpanParents = [],
        SpanAttributes = new SpanAttributes("turn_1", "task"),
        Created = DateTimeOffset.UnixEpoch,
        Metrics = new Dictionary<string, double>(),
    };

    private static ConversationRecord Conversation(string id) => new()
    {
        Id = id,
        ScenarioId = id,
        Category = "shipping",
        Release = "v2",
        Model = "scripted",
        Ending = Ending.Completed,
        Turns = 0,
        Messages = [],
        ToolCalls = [],
        ShopChanges = [],
        Usage = new Usage(0, 0, 0),
        Timing = new Timing(DateTimeOffset.UnixEpoch, 0, 0),
    };
}
