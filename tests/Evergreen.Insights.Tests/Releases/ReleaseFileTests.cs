using Evergreen.Insights.Releases;

namespace Evergreen.Insights.Tests.Releases;

public sealed class ReleaseFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _releases;

    public ReleaseFileTests()
    {
        _releases = Path.Combine(_folder.Path, "releases");
        _folder.Write("prompts/polite.md", "Be polite.\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_named_release_brings_its_prompt_its_refund_rule_and_its_retry_policy()
    {
        _folder.Write("releases/v9.json", Release());

        var release = ReleaseFile.Load("v9", _releases);

        Assert.Equal("v9", release.Name);
        Assert.Equal("Be polite.\n", release.SystemPrompt);
        Assert.Equal(Path.Combine(_folder.Path, "prompts", "polite.md"), release.PromptFile);
        Assert.Equal(["shipped", "delivered"], release.RefundableStatuses);
        Assert.Equal(new RetrySettings(2, 0.5, 3, 0), release.Retry);
    }

    [Fact]
    public void Retry_settings_left_out_have_their_documented_defaults()
    {
        _folder.Write("releases/v9.json", Release(retry: """{"max_retries": 1}"""));

        Assert.Equal(new RetrySettings(1, 1.5, 2, 0.2), ReleaseFile.Load("v9", _releases).Retry);
    }

    [Fact]
    public void A_release_of_ones_own_is_given_by_its_path()
    {
        var path = _folder.Write("mine/strict.json", Release());

        Assert.Equal("v9", ReleaseFile.Load(path, _releases).Name);
    }

    [Fact]
    public void An_unknown_release_is_answered_with_the_known_ones()
    {
        _folder.Write("releases/v9.json", Release());
        _folder.Write("releases/v10.json", Release());

        var error = Assert.Throws<FileNotFoundException>(() => ReleaseFile.Load("v8", _releases));

        Assert.Equal($"unknown release \"v8\"; {_releases} has v10, v9", error.Message);
    }

    [Fact]
    public void A_missing_prompt_is_named_together_with_the_release_that_wants_it()
    {
        var path = _folder.Write("releases/v9.json", Release(prompt: "../prompts/gone.md"));

        var error = Assert.Throws<FileNotFoundException>(() => ReleaseFile.Load("v9", _releases));

        Assert.StartsWith($"{path}:3: field \"prompt\" names {Path.Combine(_folder.Path, "prompts", "gone.md")}", error.Message);
    }

    [Fact]
    public void An_empty_prompt_is_refused()
    {
        _folder.Write("prompts/polite.md", " \n");
        var path = _folder.Write("releases/v9.json", Release());

        var error = Assert.Throws<InvalidDataException>(() => ReleaseFile.Load("v9", _releases));

        Assert.StartsWith($"{path}:3: field \"prompt\" names {Path.Combine(_folder.Path, "prompts", "polite.md")}, which is empty", error.Message);
    }

    [Theory]
    [InlineData("""{"max_retries": -1}""", "\"retry\": field \"max_retries\" is -1; give a whole number from 0 to 10")]
    [InlineData("""{"max_retries": 1.5}""", "\"retry\": field \"max_retries\" is 1.5; give a whole number from 0 to 10")]
    [InlineData("""{"max_retries": 1, "jitter": 1.1}""", "\"retry\": field \"jitter\" is 1.1; give a number from 0 to 1")]
    [InlineData("""{"max_retries": 1, "factor": "two"}""", "\"retry\": field \"factor\" is \"two\"; give a number from 1 to 10")]
    [InlineData("""{"first_delay_seconds": 1}""", "\"retry\": field \"max_retries\" is missing; give a whole number from 0 to 10")]
    [InlineData("2", "\"retry\" is a number; write an object with max_retries, first_delay_seconds, factor, jitter")]
    public void A_retry_policy_out_of_bounds_is_refused_with_its_line(string retry, string expected)
    {
        var path = _folder.Write("releases/v9.json", Release(retry: retry));

        var error = Assert.Throws<InvalidDataException>(() => ReleaseFile.Load("v9", _releases));

        Assert.Equal($"{path}:5: {expected}", error.Message);
    }

    [Fact]
    public void A_status_no_order_can_have_is_refused()
    {
        var path = _folder.Write("releases/v9.json", Release(statuses: """["shipped", "lost"]"""));

        var error = Assert.Throws<InvalidDataException>(() => ReleaseFile.Load("v9", _releases));

        Assert.StartsWith($"{path}:4: the release: field \"refundable_statuses\" holds \"lost\"; use processing, ", error.Message);
    }

    [Fact]
    public void The_shipped_releases_are_known() =>
        Assert.Equal(["v1", "v2"], ReleaseFile.Known(Repository.PathOf("releases")));

    private static string Release(
        string prompt = "../prompts/polite.md",
        string statuses = """["shipped", "delivered"]""",
        string retry = """{"max_retries": 2, "first_delay_seconds": 0.5, "factor": 3, "jitter": 0}""") =>
        $$"""
        {
          "name": "v9",
          "prompt": "{{prompt}}",
          "refundable_statuses": {{statuses}},
          "retry": {{retry}}
        }
        """;
}
