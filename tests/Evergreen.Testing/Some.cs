using Evergreen.Actors.Runs;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;

namespace Evergreen.Testing;

/// <summary>Valid values where a test does not care which.</summary>
public static class Some
{
    /// <summary>A release that retries twice, without jitter.</summary>
    public static Release Release { get; } = new(
        "v2", "You are support.", "prompts/support-v2.md", ["delivered"], new RetrySettings(MaxRetries: 2, Jitter: 0));

    /// <summary>A release that hands every failure on.</summary>
    public static Release WithoutRetries { get; } = Release with { Name = "v1", Retry = new RetrySettings(MaxRetries: 0) };

    /// <summary>A scenario with as many lines as given, or one.</summary>
    public static Scenario Scenario(string id = "shipping-01", params string[] followUps) =>
        new(id, "shipping", "Where is my parcel?", followUps, "sarah.chen@example.com");

    /// <summary>A run of one conversation without generated turns.</summary>
    public static RunPlan Plan(params Scenario[] scenarios) => new()
    {
        RunId = "run",
        Scenarios = scenarios.Length == 0 ? [Scenario()] : scenarios,
        Release = Release,
        CustomerPrompt = "You are a customer, {{tone}}.",
        Model = "scripted",
        Seed = 7,
        ExtraTurns = ExtraTurns.None,
    };
}
