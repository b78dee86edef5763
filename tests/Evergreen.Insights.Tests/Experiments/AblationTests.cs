using Evergreen.Insights.Experiments;
using Evergreen.Insights.Releases;

namespace Evergreen.Insights.Tests.Experiments;

public sealed class AblationTests
{
    [Fact]
    public void Every_change_is_taken_away_once_and_made_alone_once()
    {
        var diff = ReleaseDiff.Between(
            new Release("v1", "Hello.", "v1.md", ["delivered"], new RetrySettings(0)),
            new Release("v2", "Hello.\n- **Late shipments:** refund.", "v2.md", ["delivered"], new RetrySettings(2)));

        var variants = AblationVariant.Of(diff);

        Assert.Equal(
            ["whole", "base", "without-late-shipments", "without-retry-policy", "only-late-shipments", "only-retry-policy"],
            variants.Select(v => v.Folder));
        Assert.Equal(["v2", "v1", "v2 without Late shipments", "v2 without retry policy", "v1 with Late shipments", "v1 with retry policy"],
            variants.Select(v => v.Release.Name));
        Assert.Equal(("Hello.", 2), (variants[2].Release.SystemPrompt, variants[2].Release.Retry.MaxRetries));
        Assert.Equal((diff.Candidate.SystemPrompt, 0), (variants[4].Release.SystemPrompt, variants[4].Release.Retry.MaxRetries));
    }

    [Fact]
    public void A_change_without_which_a_pattern_comes_back_mends_it()
    {
        var mend = Mend(@base: new(9, 9), whole: new(0, 9), without: [new(9, 9), new(0, 9)], only: [new(0, 9), new(9, 9)]);

        Assert.Equal(["late"], mend.Needed);
        Assert.Equal(["late"], mend.Sufficient);
        Assert.Equal("mended by late: without it, it comes back", mend.Conclusion);
    }

    [Fact]
    public void Two_changes_that_are_both_needed_are_both_named()
    {
        var mend = Mend(@base: new(9, 9), whole: new(0, 9), without: [new(9, 9), new(8, 9)], only: [new(9, 9), new(9, 9)]);

        Assert.Equal("mended by late and retry together: without any one of them it comes back", mend.Conclusion);
    }

    [Fact]
    public void A_change_that_would_help_alone_is_named_beside_the_one_that_is_needed()
    {
        var mend = Mend(@base: new(18, 22), whole: new(1, 36), without: [new(9, 36), new(4, 36)], only: [new(4, 22), new(4, 22)]);

        Assert.Equal("mended by late: without it, it comes back; retry alone makes it rarer too", mend.Conclusion);
    }

    [Fact]
    public void Two_changes_that_stand_in_for_each_other_are_found_when_each_is_made_alone()
    {
        var mend = Mend(@base: new(9, 9), whole: new(0, 9), without: [new(0, 9), new(0, 9)], only: [new(0, 9), new(0, 9)]);

        Assert.Empty(mend.Needed);
        Assert.Equal("mended by late or retry, each alone; so none of them is missed while another is there", mend.Conclusion);
    }

    [Fact]
    public void What_chance_can_explain_is_not_named()
    {
        var mend = Mend(@base: new(1, 2), whole: new(0, 2), without: [new(1, 2), new(0, 2)], only: [new(0, 2), new(1, 2)]);

        Assert.Equal("no single change can be named on so few conversations (2 in which it could occur)", mend.Conclusion);
    }

    [Fact]
    public void A_pattern_the_base_does_not_show_is_mended_by_nothing() => Assert.Equal(
        "does not occur in the base on these rows",
        Mend(@base: new(0, 9), whole: new(0, 9), without: [new(0, 9), new(0, 9)], only: [new(0, 9), new(0, 9)]).Conclusion);

    private static PatternMend Mend(PatternShare @base, PatternShare whole, PatternShare[] without, PatternShare[] only)
    {
        string[] changes = ["late", "retry"];
        return Assert.Single(new Ablation
        {
            Release = "v2",
            Base = "v1",
            Dataset = "mine",
            DatasetVersion = "123",
            Trials = 3,
            Model = "rehearsal",
            Variants =
            [
                Result(AblationKind.Whole, null, whole),
                Result(AblationKind.Base, null, @base),
                .. changes.Zip(without, (change, share) => Result(AblationKind.Without, change, share)),
                .. changes.Zip(only, (change, share) => Result(AblationKind.Only, change, share)),
            ],
        }.Patterns);

        static AblationResult Result(AblationKind kind, string? change, PatternShare share) =>
            new(kind, change, "", new Dictionary<string, PatternShare> { ["pattern"] = share }, Against: null);
    }
}
