using Evergreen.Insights.Reports;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Reports;

public sealed class TimelineTests
{
    private const double Start = 1_795_409_012;

    [Fact]
    public void Spans_stand_in_the_order_of_their_beginning_in_seconds_since_the_conversation_began()
    {
        var timeline = Timeline.Read(
        [
            Span("r", "lookup_order", "tool", 1.5, 2, """{"tool_call_id":"call_1"}"""),
            Span("r", "Chat Completion", "llm", 0.25, 1.25),
            Span("r", "turn_1", "task", 0, 3),
            Root("r", "late#1", 0, 3),
        ])["late#1"];

        Assert.Equal(
            [new("turn", "turn_1", 0, 3), new("model", "Chat Completion", 0.25, 1.25), new("tool", "lookup_order", 1.5, 2) { Call = "call_1" }],
            timeline);
    }

    [Fact]
    public void Traces_are_kept_apart_and_one_without_its_root_is_left_out()
    {
        var timelines = Timeline.Read(
            [Span("a", "turn_1", "task", 0, 1), Span("b", "turn_1", "task", 0, 2), Span("lost", "turn_1", "task", 0, 9), Root("b", "two#1", 0, 2), Root("a", "one#1", 0, 1)]);

        Assert.Equal(["one#1", "two#1"], timelines.Keys.Order());
        Assert.Equal(1, Assert.Single(timelines["one#1"]).End);
    }

    private static SpanRow Root(string trace, string conversation, double from, double to) =>
        Span(trace, "conversation", "task", from, to, $$"""{"conversation_id":"{{conversation}}"}""") with { SpanParents = [] };

    private static SpanRow Span(string trace, string name, string type, double from, double to, string? metadata = null) => new()
    {
        SpanId = name,
        RootSpanId = trace,
        SpanParents = ["parent"],
        SpanAttributes = new(name, type),
        Created = Some.Noon,
        Metadata = metadata is null ? null : new RawJson(metadata),
        Metrics = new Dictionary<string, double> { ["start"] = Start + from, ["end"] = Start + to },
    };
}
