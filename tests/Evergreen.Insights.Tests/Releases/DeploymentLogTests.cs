using Evergreen.Insights.Releases;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Statistics;

namespace Evergreen.Insights.Tests.Releases;

public sealed class DeploymentLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "deployments.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_deployed_last_is_in_force_word_for_word()
    {
        Deploy("v1", "v2");

        var current = DeploymentLog.Load(File).Current!;

        Assert.Equal((2, "v2", "v1"), (current.Number, current.Release, current.Replaces));
        Assert.Equal("Be v2 → kind.", current.ToRelease().SystemPrompt);
        Assert.Equal(Release("v2").Retry, current.ToRelease().Retry);
        Assert.Equal(["delivered"], current.ToRelease().RefundableStatuses);
    }

    [Fact]
    public void Going_back_brings_what_was_deployed_before_and_going_back_again_what_was_before_that()
    {
        Deploy("v1", "v2", "v3");

        Assert.Equal(("v2", 2, "v3"), Rollback());
        Assert.Equal(("v1", 1, "v2"), Rollback());
        Assert.Contains("nothing was deployed before v1", Assert.Throws<ArgumentException>(() => Rollback()).Message);
    }

    [Fact]
    public void After_going_back_a_new_deployment_is_taken_back_to_where_one_had_gone_back_to()
    {
        Deploy("v1", "v2");
        Rollback();
        Deploy("v3");

        Assert.Equal(("v1", 1, "v3"), Rollback());
    }

    [Fact]
    public void Without_a_deployment_there_is_nothing_to_go_back_to() =>
        Assert.Contains("nothing was ever deployed", Assert.Throws<ArgumentException>(() => Rollback()).Message);

    [Fact]
    public void The_version_follows_the_content_and_not_the_name_or_the_order_of_statuses()
    {
        var content = ReleaseContent.Of(Release("v1") with { RefundableStatuses = ["shipped", "delivered"] });

        Assert.Equal(content.Version, (content with { RefundableStatuses = ["delivered", "shipped"], PromptFile = "elsewhere.md" }).Version);
        Assert.NotEqual(content.Version, (content with { RefundableStatuses = ["delivered"] }).Version);
        Assert.NotEqual(content.Version, (content with { SystemPrompt = "Be curt." }).Version);
        Assert.NotEqual(content.Version, (content with { Retry = new RetrySettings(1) }).Version);
        Assert.Matches("^[0-9a-f]{12}$", content.Version);
    }

    [Theory]
    [InlineData("\"number\":2", "\"number\":3", "field \"number\" is 3, but the lines before make it 2")]
    [InlineData("\"release\":\"v2\",", "", "field \"release\" is missing; give the release's name")]
    [InlineData("\"at\":\"", "\"at\":\"about ", "field \"at\" is \"about 2026")]
    [InlineData("\"max_retries\":2", "\"max_retries\":\"2\"", "\"retry\": field \"max_retries\" is \"2\"; give a whole number from 0 to 10")]
    [InlineData("\"system_prompt\":", "\"prompt\":", "\"content\": unknown field \"prompt\"; the fields are system_prompt")]
    [InlineData("\"number\":2,", "\"number\":2,\"restores\":1,", "field \"restores\" is 1, which is not the deployment before")]
    [InlineData("\"number\":2,", "\"number\":2,\"eval\":{\"experiment\":\"e\"},", "\"eval\": field \"figures\" is missing")]
    public void A_mistake_is_named_with_its_line_even_behind_a_blank_one(string written, string edited, string message)
    {
        Deploy("v1", "v2");
        var lines = System.IO.File.ReadAllLines(File);
        System.IO.File.WriteAllLines(File, [lines[0], "", lines[1].Replace(written, edited, StringComparison.Ordinal)]);

        var mistakes = Assert.Throws<InvalidDataException>(() => DeploymentLog.Load(File)).Message;

        Assert.StartsWith($"{File}:3: ", mistakes, StringComparison.Ordinal);
        Assert.Contains(message, mistakes);
    }

    [Fact]
    public void A_last_line_without_its_line_feed_counts_and_is_kept()
    {
        Deploy("v1", "v2");
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).TrimEnd());

        Assert.Equal("v2", DeploymentLog.Load(File).Current!.Release);
        Deploy("v3");
        Assert.Equal(["v1", "v2", "v3"], DeploymentLog.Load(File).All.Select(deployment => deployment.Release));
    }

    [Fact]
    public void What_was_written_is_read_the_same()
    {
        var log = DeploymentLog.Load(File);
        var figure = new DeployedFigure("resolution", ScoreScale.Verdict, 59, 0.92, new Interval(0.82, 0.96));
        var amount = new DeployedFigure("turns", ScoreScale.Amount, 0, null, null);
        log.Add(log.Next(Release("v1"), "v1", Some.Noon.AddTicks(1)) with
        {
            Eval = new DeployedEval("e", Some.Noon, "d", "abc", "m", 3, [figure, amount]),
            Note = "",
            Braintrust = new DeployedPrompt("p", "1"),
        });

        var read = DeploymentLog.Load(File).Current!;

        Assert.Equal(DeploymentLog.ToJson(log.Current!), DeploymentLog.ToJson(read));
    }

    private static Release Release(string name) => new(name, $"Be {name} → kind.", $"{name}.md", ["delivered"], new RetrySettings(2));

    private void Deploy(params string[] names)
    {
        var log = DeploymentLog.Load(File);
        foreach (var name in names)
        {
            log.Add(log.Next(Release(name), name, Some.Noon));
        }
    }

    /// <summary>What is in force then, by which number, instead of what.</summary>
    private (string, int?, string?) Rollback()
    {
        var log = DeploymentLog.Load(File);
        log.Add(log.NextRollback(Some.Noon));
        return (log.Current!.Release, log.Current.Restores, log.Current.Replaces);
    }
}
