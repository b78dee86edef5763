using Evergreen.Host.Evals;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tests.Evals;

public sealed class OnlineScoringTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly string _scenarios;

    public OnlineScoringTests() => _scenarios = _temporary.Write("scenarios.json", Some.Scenarios);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task The_sampled_conversations_are_judged_and_no_others()
    {
        var outcome = await GenerateAsync("run", "--score", "0.5", "--repeat", "6");

        Assert.Equal(0, outcome.ExitCode);
        var run = RunFolder.Open(_temporary["run"]);
        var scores = ScoreFile.Read(_temporary["run"]);
        Assert.Equal(
            run.Conversations.Select(c => c.Id).Where(id => OnlineScoring.IsSampled(0, id, 0.5)).Order(StringComparer.Ordinal),
            scores.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(scores.Count, 1, 17);
        Assert.All(scores.Values, s => Assert.Equal(["empathy", "helpfulness", "resolution"], s.Select(score => score.Scorer)));
        Assert.Contains($"{scores.Count} conversations: empathy ", outcome.Output);
        Assert.Equal(scores.Count, run.Record.Scores!.Single(s => s.Scorer == "helpfulness").Scored);
    }

    [Fact]
    public async Task Scores_are_spans_below_their_conversations_root_and_counted_like_any_other()
    {
        await GenerateAsync("run", "--score", "1");

        var run = RunFolder.Open(_temporary["run"]);
        var spans = run.Spans.ToList();
        Assert.Equal(run.Record.Totals.Spans, spans.Count);
        var judged = spans.Where(span => span.SpanAttributes.Type == "score").ToList();
        Assert.Equal(9, judged.Count);
        var roots = spans.Where(span => span.SpanParents.Count == 0).ToDictionary(span => span.RootSpanId, span => span.SpanId);
        Assert.All(judged, span => Assert.Equal(roots[span.RootSpanId], Assert.Single(span.SpanParents)));
        Assert.All(judged, span => Assert.InRange(span.Scores![span.SpanAttributes.Name], 0, 1));
        Assert.All(judged, span => Assert.Equal("scorer", span.SpanAttributes.Purpose));
    }

    [Fact]
    public async Task The_sample_does_not_change_what_is_played()
    {
        await GenerateAsync("judged", "--score", "1", "--world-clock", "2026-03-31");
        await GenerateAsync("plain", "--world-clock", "2026-03-31");

        Assert.Equal(Said("plain"), Said("judged"));
        Assert.False(File.Exists(_temporary["plain/scores.jsonl"]));
        Assert.Null(RunFolder.Open(_temporary["plain"]).Record.Scores);
    }

    [Fact]
    public async Task Conditions_on_scores_choose_conversations()
    {
        await GenerateAsync("run", "--score", "1");
        var good = ScoreFile.Read(_temporary["run"]).Count(s => s.Value.Single(score => score.Scorer == "helpfulness").Value == 1);

        var made = await Program.RunAsync(
            "dataset", "create", _temporary["good.jsonl"], "--from", _temporary["run"], "--where", "score.helpfulness>0.5");
        var mistaken = await Program.RunAsync(
            "dataset", "create", _temporary["other.jsonl"], "--from", _temporary["run"], "--where", "score.helpfulnes>0.5");

        Assert.Equal((0, good), (made.ExitCode, File.ReadAllLines(_temporary["good.jsonl"]).Length));
        Assert.Contains("score.helpfulness", mistaken.Error);
    }

    [Theory]
    [InlineData("--score is \"2\"; give a number from 0 to 1", "--score", "2")]
    [InlineData("--judge-model judges nothing without --score", "--judge-model", "rehearsal")]
    [InlineData("use --judge-model rehearsal", "--score", "0.2", "--judge-model", "gpt-4o")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_made(string message, params string[] options)
    {
        var outcome = await GenerateAsync("run", options);

        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains(message, outcome.Error);
        Assert.Equal(["scenarios.json"], _temporary.Entries());
    }

    private Task<Program.Outcome> GenerateAsync(string folder, params string[] options) =>
        Program.RunAsync(["generate", "--scenarios", _scenarios, "--out", _temporary[folder], "--faults", "none", "--store", "memory", .. options]);

    private List<string> Said(string folder) =>
    [
        .. RunFolder.Open(_temporary[folder]).Conversations.OrderBy(c => c.Id, StringComparer.Ordinal)
            .SelectMany(c => c.Messages).Select(message => $"{message.Role}: {message.Content}"),
    ];
}
