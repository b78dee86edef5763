using Evergreen.Insights.Releases;

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

    [Fact]
    public void A_broken_line_and_a_line_out_of_order_are_named()
    {
        Deploy("v1", "v2");
        var lines = System.IO.File.ReadAllLines(File);

        System.IO.File.WriteAllLines(File, [lines[0], "{}"]);
        Assert.Contains("deployments.jsonl:2", Assert.Throws<InvalidDataException>(() => DeploymentLog.Load(File)).Message);
        System.IO.File.WriteAllLines(File, [lines[1]]);
        Assert.Contains("deployments.jsonl:1: field \"number\"", Assert.Throws<InvalidDataException>(() => DeploymentLog.Load(File)).Message);
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
