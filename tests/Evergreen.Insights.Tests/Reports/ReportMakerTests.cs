using System.IO.Compression;
using System.Text.Json;
using Evergreen.Insights.Reports;
using Evergreen.Insights.Tests.Topics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Reports;

public sealed class ReportMakerTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_run_without_topics_has_a_report_of_its_conversations()
    {
        var report = await MakeAsync([_temporary.WriteRun("plain", Some.Conversation("a#1"), Some.Conversation("b#1"))]);

        Assert.Equal(["a#1", "b#1"], report.Conversations.Select(c => c.Id));
        Assert.Empty(report.Facets);
        Assert.False(Assert.Single(report.Sources).HasTopics);
        Assert.Equal(9, report.Checks.Count);
    }

    [Fact]
    public async Task A_run_with_topics_has_its_map_and_its_cross_tables()
    {
        var report = await MakeAsync([await SortedRunAsync("v1")]);

        var task = report.Facets.Single(f => f.Name == "task");
        Assert.Equal([12, 12, 12], task.Topics.Select(t => Assert.Single(t.Sizes)));
        Assert.Equal(new FacetCoverage(36, 0, 0, 0), Assert.Single(task.Coverage));
        Assert.All(report.Conversations, c => Assert.Equal(2, c.Facets!["task"].Point!.Count));
        var cross = report.Crosses.Single(c => c.Table is { Facet: "sentiment", By: "task" });
        Assert.Equal(12, cross.Table.Rows.Single(r => r.Topic == "negative").Total);
        Assert.Contains("of Negative conversations are about", cross.Sentences[1]);
    }

    [Fact]
    public async Task Only_conversations_that_meet_the_conditions_are_in_a_report_and_in_its_numbers()
    {
        var report = await MakeAsync([await SortedRunAsync("v1")], "sentiment=negative");

        Assert.Equal(12, report.Conversations.Count);
        Assert.All(report.Conversations, c => Assert.StartsWith("late-", c.Id));
        Assert.Equal((12, 36), (report.Sources[0].Conversations, report.Sources[0].Available));
        Assert.Equal(12, report.Facets.Single(f => f.Name == "task").Topics.Sum(t => t.Sizes[0]));
        Assert.Equal(["sentiment=negative"], report.Where);
    }

    [Fact]
    public async Task A_report_of_nothing_is_refused()
    {
        var run = _temporary.WriteRun("v1", Some.Conversation());
        var empty = _temporary.WriteRun("empty");

        Assert.Contains("no conversation meets \"category=billing\"", (await Assert.ThrowsAsync<ArgumentException>(() => MakeAsync([run], "category=billing"))).Message);
        Assert.Contains("has ended in", (await Assert.ThrowsAsync<ArgumentException>(() => MakeAsync([empty]))).Message);
    }

    [Fact]
    public async Task Two_runs_are_sorted_by_one_map_and_their_shares_compared()
    {
        var first = await SortedRunAsync("v1");
        var second = _temporary.WriteRun("v2", SomeFolder.Conversations([.. ShopTexts.TwoTopics, .. ShopTexts.TwoTopics.Select(t => t with { Id = t.Id + "b" })]));
        await SomeFolder.WriteTopicsAsync(second);
        var report = await MakeAsync([first, second]);

        var promo = report.Facets.Single(f => f.Name == "task").Topics.Single(t => t.Name.Contains("promo", StringComparison.OrdinalIgnoreCase));
        Assert.Equal([12, 0], promo.Sizes);
        Assert.Equal("fell", report.TopicChanges.Single(c => c.Facet == "task").Topics.Single(t => t.Topic == promo.Id).Verdict);
        Assert.Equal(84, report.Conversations.Count);
        Assert.Equal(report.Conversations.Select(c => (c.Source, c.Id)).Distinct().Count(), report.Conversations.Count);
    }

    [Fact]
    public async Task A_condition_narrows_the_shares_of_both_runs()
    {
        var report = await MakeAsync([await SortedRunAsync("v1"), await SortedRunAsync("v2")], "task~promo");

        Assert.All(report.TopicChanges.Single(c => c.Facet == "task").Topics, t => Assert.Equal((12, 12), (t.Before.Total, t.After.Total)));
    }

    [Fact]
    public async Task Experiments_are_compared_and_their_conversations_know_their_case_and_scores()
    {
        var report = await MakeAsync([Experiment("first", 0, 1), Experiment("second", 1, 1)]);

        var resolution = Assert.Single(Assert.Single(report.Comparisons).Scorers);
        Assert.Equal((0.5, 1.0), (resolution.Base!.Value, resolution.Candidate!.Value));
        Assert.Equal(["a"], resolution.Improved);
        Assert.Equal([("a", 0.0), ("b", 1.0), ("a", 1.0), ("b", 1.0)], report.Conversations.Select(c => (c.Case!, c.Scores!["resolution"])));
    }

    [Fact]
    public async Task Scores_can_be_asked_for_by_conditions()
    {
        var report = await MakeAsync([Experiment("first", 0, 1)], "score.resolution<1");

        Assert.Equal(["a#1"], report.Conversations.Select(c => c.Id));
    }

    [Fact]
    public async Task Experiments_on_different_datasets_are_refused()
    {
        var (first, second) = (Experiment("first", 0, 1), Experiment("second", 1, 1));
        var summary = Path.Combine(second, "summary.json");
        File.WriteAllText(summary, File.ReadAllText(summary).Replace("\"123\"", "\"456\""));

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => MakeAsync([first, second]));
        Assert.Contains("evaluate both on one dataset", refusal.Message);
    }

    [Fact]
    public async Task What_changed_between_the_releases_is_in_it()
    {
        var report = await MakeAsync([_temporary.WriteRun("v1", Some.Conversation()), _temporary.WriteRun("v2", Some.Conversation())]);

        var changes = Assert.Single(report.ReleaseChanges);
        Assert.Equal(("v1", "v2"), (changes.Base, changes.Candidate));
        Assert.Equal([("Late shipments", null, "- **Late shipments**: refund the shipping."), ("retry policy", "no retries", "2 retries, the first after 1.5 s, then 2 times as long")],
            changes.Changes.Select(c => (c.Name, c.Before, c.After)));
    }

    [Fact]
    public async Task A_release_that_is_gone_is_named_instead_of_being_left_out_silently()
    {
        var report = await MakeAsync([_temporary.WriteRun("v1", Some.Conversation()), _temporary.WriteRun("lost", Some.Conversation())]);

        Assert.Empty(report.ReleaseChanges);
        Assert.Contains("Release lost is not among the releases here", Assert.Single(report.Notes));
    }

    [Fact]
    public async Task A_folder_may_not_be_given_twice()
    {
        var run = _temporary.WriteRun("v1", Some.Conversation());

        Assert.Contains("is given twice", (await Assert.ThrowsAsync<ArgumentException>(() => MakeAsync([run, run + "/"]))).Message);
    }

    [Fact]
    public async Task Topics_of_three_runs_are_refused_rather_than_some_left_out()
    {
        string[] runs = [await SortedRunAsync("v1"), await SortedRunAsync("v2"), await SortedRunAsync("v3")];

        Assert.Contains("two by two", (await Assert.ThrowsAsync<ArgumentException>(() => MakeAsync(runs))).Message);
    }

    [Fact]
    public async Task Runs_of_one_name_are_told_apart_by_their_folders()
    {
        var report = await MakeAsync([_temporary.WriteRun("a/v1", Some.Conversation()), _temporary.WriteRun("b/v1", Some.Conversation())]);

        Assert.Equal(2, report.Sources.Select(s => s.Name).Distinct().Count());
    }

    [Fact]
    public async Task A_condition_with_a_typo_is_refused_with_the_names_there_are()
    {
        var run = await SortedRunAsync("v1");

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => MakeAsync([run], "sentimant=negative"));
        Assert.Contains("there is no \"sentimant\"; the names are id, scenario", refusal.Message);
    }

    [Fact]
    public async Task Texts_beyond_the_limit_are_cut_and_counted()
    {
        var talk = Some.Conversation("long#1") with { Messages = [new("user", new string('x', 25_000)), new("assistant", "Pardon?")] };
        var report = await MakeAsync([_temporary.WriteRun("v1", talk)]);

        Assert.Equal(1, report.Transcripts.CutTexts);
        Assert.EndsWith("x … (5000 more characters)", Unpack(report)[0].Conversation.Messages[0].Content);
        Assert.InRange(report.Conversations[0].Opening.Length, 1, 180);
    }

    [Fact]
    public async Task Transcripts_stand_in_packs_in_the_order_of_the_conversations()
    {
        ConversationRecord[] conversations = [.. Enumerable.Range(0, 120).Select(n => Some.Conversation($"c-{n}#1"))];
        var report = await MakeAsync([_temporary.WriteRun("v1", conversations)]);

        Assert.Equal(3, report.Transcripts.Packs.Count);
        Assert.Equal(report.Conversations.Select(c => c.Id), Unpack(report).Select(t => t.Conversation.Id));
    }

    private static Task<Report> MakeAsync(IReadOnlyList<string> folders, params string[] where) =>
        ReportMaker.MakeAsync([.. folders.Select(ReportFolder.Open)], where, Some.Noon, SomeFolder.Release);

    private async Task<string> SortedRunAsync(string name)
    {
        var folder = _temporary.WriteRun(name, SomeFolder.Conversations(ShopTexts.ThreeTopics));
        await SomeFolder.WriteTopicsAsync(folder);
        return folder;
    }

    private string Experiment(string name, double a, double b)
    {
        var folder = _temporary.WriteRun(name, Some.Conversation("a#1"), Some.Conversation("b#1"));
        _temporary.WriteExperiment(name, ("a#1", a), ("b#1", b));
        return folder;
    }

    private static List<ReportTranscript> Unpack(Report report) => [.. report.Transcripts.Packs.SelectMany(pack =>
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(pack)), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(gzip, ReportJson.Default.ReportTranscriptArray)!;
    })];
}
