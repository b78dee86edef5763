using System.Text.Json;
using Evergreen.Insights.Alerts;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Topics.Facets;
using Evergreen.Insights.Topics.Runs;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Alerts;

public sealed class AlertMonitorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_share_above_its_limit_fires_and_one_at_its_limit_does_not()
    {
        var run = Run([.. Enumerable.Range(1, 10).Select(n => Conversation(n) with { Ending = n <= 4 ? Ending.Escalated : Ending.Completed })]);
        var escalated = new AlertMeasure.Share(["ending=Escalated"]);

        Assert.Equal((AlertState.Fired, 0.4, 10), Judge(run, Rule(escalated) with { Above = 0.39 }));
        Assert.Equal((AlertState.Quiet, 0.4, 10), Judge(run, Rule(escalated) with { Above = 0.4 }));
        Assert.Equal((AlertState.Fired, 0.4, 10), Judge(run, Rule(escalated) with { Below = 0.41 }));
    }

    [Fact]
    public void The_window_is_what_ended_last_whatever_the_order_of_the_lines()
    {
        // Number n ends n minutes after noon; the last three failed.
        var run = Run([.. Enumerable.Range(1, 10).Reverse().Select(n => Conversation(n) with { Ending = n > 7 ? Ending.ModelFailed : Ending.Completed })]);
        var failed = Rule(new AlertMeasure.FailureRate()) with { Above = 0.9 };

        Assert.Equal((AlertState.Quiet, 0.3, 10), Judge(run, failed));
        Assert.Equal((AlertState.Fired, 1, 3), Judge(run, failed with { Window = new(Conversations: 3, null) }));
        Assert.Equal((AlertState.Fired, 1, 3), Judge(run, failed with { Window = new(null, Minutes: 2) }));
        Assert.Equal((AlertState.Quiet, 0.75, 4), Judge(run, failed with { Window = new(null, Minutes: 3) }));
    }

    [Fact]
    public void A_conversation_belongs_where_it_ended_not_where_it_began()
    {
        var slow = Conversation(1) with { Ending = Ending.ModelFailed, Timing = new Timing(Some.Noon, 3600, 0) };

        Assert.Equal((AlertState.Fired, 1, 1), Judge(Run([slow, Conversation(2)]), Rule(new AlertMeasure.FailureRate()) with { Above = 0.9, Window = new(1, null) }));
    }

    [Fact]
    public void Too_small_a_sample_is_not_judged_and_says_how_small()
    {
        var verdict = AlertMonitor.Judge([Rule(new AlertMeasure.FailureRate()) with { Above = 0, MinSample = 3 }], Run([Conversation(1), Conversation(2)]))[0];

        Assert.Equal((AlertState.NotJudged, "2 of the 3 cases it takes"), (verdict.State, verdict.Reason));
    }

    [Fact]
    public void A_run_in_which_nothing_has_ended_fires_nothing() =>
        Assert.Equal((AlertState.NotJudged, null, 0), Judge(Run([]), Rule(new AlertMeasure.Retries()) with { Below = 1 }));

    [Fact]
    public void Tool_errors_are_counted_per_call_and_retries_per_conversation()
    {
        var run = Run([Conversation(1, (503, 3), (200, 2), (404, 1), (409, 1)), Conversation(2)]);

        Assert.Equal((AlertState.Fired, 0.25, 4), Judge(run, Rule(new AlertMeasure.ToolErrorRate()) with { Above = 0.2 }));
        Assert.Equal((AlertState.Fired, 1.5, 2), Judge(run, Rule(new AlertMeasure.Retries()) with { Above = 1 }));
    }

    [Fact]
    public void A_check_is_judged_over_the_conversations_it_applies_to()
    {
        var said = Conversation(1) with { Messages = [new("user", "Where is it?"), new("assistant", "Your order ORD-4711 is on its way.")] };

        var (state, value, sample) = Judge(Run([said, Conversation(2)]), Rule(new AlertMeasure.CheckRate("invented_fact")) with { Above = 0.5 });

        Assert.Equal((AlertState.Fired, 1, 1), (state, value, sample));
    }

    [Fact]
    public void A_topic_of_a_run_that_was_not_read_is_not_judged_and_says_what_to_run()
    {
        var verdict = AlertMonitor.Judge([Rule(new AlertMeasure.Share(["task~parcel"])) with { Above = 0.1 }], Run([Conversation(1)]))[0];

        Assert.Equal((AlertState.NotJudged, null), (verdict.State, verdict.Value));
        Assert.Equal($"task is not known before topics are; run evergreen topics {_folder.Path} first", verdict.Reason);
    }

    [Fact]
    public async Task A_facet_that_was_left_out_when_topics_were_made_is_not_judged_either()
    {
        var reading = new FacetReading(Conversation(1), new Dictionary<string, FacetAnswer> { ["issues"] = new("A refund was late.") });
        TopicFiles.Save(_folder.Path, await new RunTopicsMapper(new()).MapAsync([reading]), [reading]);

        var verdict = AlertMonitor.Judge([Rule(new AlertMeasure.Share(["sentiment=negative"])) with { Above = 0.1 }], Run([Conversation(1)]))[0];

        Assert.Equal((AlertState.NotJudged, null), (verdict.State, verdict.Value));
        Assert.Contains($"sentiment is not known before topics are; run evergreen topics {_folder.Path} first", verdict.Reason);
    }

    [Fact]
    public async Task Conversations_that_ended_after_topics_were_made_count_neither_way()
    {
        var conversations = Enumerable.Range(1, 5).Select(n => Conversation(n)).ToList();
        var readings = conversations.Take(4)
            .Select(c => new FacetReading(c, new Dictionary<string, FacetAnswer> { ["task"] = new("A parcel.") })).ToList();
        TopicFiles.Save(_folder.Path, await new RunTopicsMapper(new()).MapAsync(readings), readings);

        Assert.Equal((AlertState.Fired, 1, 4), Judge(Run(conversations), Rule(new AlertMeasure.Share(["task~parcel"])) with { Above = 0.9 }));
    }

    [Fact]
    public void A_score_that_nobody_gave_is_not_judged_and_never_zero() =>
        Assert.Equal((AlertState.NotJudged, null, 0), Judge(Run([Conversation(1)]), Rule(new AlertMeasure.MeanScore("resolution")) with { Below = 0.5 }));

    [Fact]
    public void A_score_is_averaged_over_the_conversations_that_have_one()
    {
        _folder.Write(ScoreFile.Name, """
            {"id":"a.1","scores":[{"scorer":"resolution","value":1,"reason":""}]}
            {"id":"a.2","scores":[{"scorer":"resolution","value":0,"reason":""}]}
            {"id":"a.3","scores":[{"scorer":"resolution","reason":"not scored"}]}

            """);

        Assert.Equal((AlertState.Fired, 0.5, 2), Judge(
            Run([.. Enumerable.Range(1, 4).Select(n => Conversation(n))]), Rule(new AlertMeasure.MeanScore("resolution")) with { Below = 0.6 }));
    }

    [Fact]
    public void A_condition_that_makes_no_sense_is_named_by_its_place()
    {
        var rule = Rule(new AlertMeasure.Share(["ending=Done"])) with { Above = 0.1, Place = "mine.json:3: rule \"x\"" };

        var error = Assert.Throws<InvalidDataException>(() => AlertMonitor.Judge([rule], Run([Conversation(1)])));

        Assert.StartsWith("mine.json:3: rule \"x\": --where \"ending=Done\": \"Done\" is no ending", error.Message);
    }

    private static AlertRule Rule(AlertMeasure measure) => new() { Name = "rule", Measure = measure, MinSample = 1 };

    private static ConversationRecord Conversation(int number, params (int Status, int Attempts)[] calls) => Some.Conversation($"a.{number}") with
    {
        Timing = new Timing(Some.Noon.AddMinutes(number - 1), 60, 0),
        ToolCalls = [.. calls.Select((call, n) => new ToolCallRecord($"c{n}", 1, "lookup_order", new("{}"), call.Status, call.Attempts) { Result = new("{}") })],
    };

    private static (AlertState, double?, int) Judge(RunSubjects run, AlertRule rule)
    {
        var verdict = AlertMonitor.Judge([rule], run)[0];
        return (verdict.State, verdict.Value, verdict.Sample);
    }

    private RunSubjects Run(IReadOnlyList<ConversationRecord> conversations)
    {
        var record = new RunRecord { Run = new RunInfo("run", "run@1", RunStatus.Completed, Some.Noon), Options = new Dictionary<string, string?>() };
        _folder.Write("run.json", JsonSerializer.Serialize(record, TranscriptJson.Default.RunRecord));
        _folder.Write("conversations.jsonl", string.Concat(conversations.Select(c => JsonSerializer.Serialize(c, TranscriptJson.Default.ConversationRecord) + "\n")));
        return RunSubjects.Of(RunFolder.Open(_folder.Path));
    }
}
