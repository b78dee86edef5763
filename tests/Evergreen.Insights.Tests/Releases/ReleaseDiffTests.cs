using Evergreen.Insights.Releases;

namespace Evergreen.Insights.Tests.Releases;

public sealed class ReleaseDiffTests
{
    private const string Before = """
        # Support

        - **Returns:** within 30 days.
        - Be kind.
        - **Escalation:** hand it over.
        """;

    private const string After = """
        # Support

        - **Returns:** within 30 days.
        - **Late shipments:** refund the shipping cost.
        - **Promo codes:** refund the discount.
        - Be kind.
        - **Escalation:** a last resort.
        """;

    [Fact]
    public void Added_and_replaced_lines_are_changes_of_their_own_named_by_their_label()
    {
        var changes = Diff().Changes;

        Assert.Equal(["Late shipments", "Promo codes", "Escalation", "refundable statuses", "retry policy"], changes.Select(c => c.Name));
        Assert.Equal(new ReleaseChange("Late shipments", null, "- **Late shipments:** refund the shipping cost."), changes[0]);
        Assert.Equal(new ReleaseChange("Escalation", "- **Escalation:** hand it over.", "- **Escalation:** a last resort."), changes[2]);
        Assert.Equal(new ReleaseChange("refundable statuses", "delivered", "delivered, shipped"), changes[3]);
        Assert.Equal(("no retries", "2 retries, the first after 1.5 s, then 2 times as long"), (changes[4].Before, changes[4].After));
    }

    [Fact]
    public void All_changes_make_the_candidate_and_none_the_base()
    {
        var diff = Diff();

        var (all, none) = (diff.With("all", _ => true), diff.With("none", _ => false));
        Assert.Equal(After, all.SystemPrompt);
        Assert.Equal(Before, none.SystemPrompt);
        Assert.Equal((diff.Base.Retry, diff.Candidate.Retry), (none.Retry, all.Retry));
        Assert.Equal((diff.Base.RefundableStatuses, diff.Candidate.RefundableStatuses), (none.RefundableStatuses, all.RefundableStatuses));
    }

    [Theory]
    [InlineData("Late shipments")]
    [InlineData("Promo codes")]
    [InlineData("Escalation")]
    [InlineData("refundable statuses")]
    [InlineData("retry policy")]
    public void Taking_one_change_away_leaves_all_others(string name)
    {
        var diff = Diff();

        var without = diff.With("without", change => change.Name != name);

        Assert.Equal([name], ReleaseDiff.Between(without, diff.Candidate).Changes.Select(c => c.Name));
        Assert.Equal(diff.Changes.Select(c => c.Name).Where(other => other != name), ReleaseDiff.Between(diff.Base, without).Changes.Select(c => c.Name));
    }

    [Fact]
    public void Lines_without_a_label_are_named_by_their_first_words_and_never_alike()
    {
        var changes = ReleaseDiff.Between(
            Release("Hello."),
            Release("Hello.\n\n- Refund the shipping cost of whatever comes late.\n- Refund the shipping cost of whatever vanishes.")).Changes;

        Assert.Equal(["Refund the shipping cost of whatever", "Refund the shipping cost of whatever (2)"], changes.Select(c => c.Name));
    }

    [Fact]
    public void A_line_taken_out_is_a_change_too()
    {
        var diff = ReleaseDiff.Between(Release("Hello.\n- Be kind.\nBye."), Release("Hello.\nBye."));

        Assert.Equal(new ReleaseChange("Be kind.", "- Be kind.", null), Assert.Single(diff.Changes));
        Assert.Equal("Hello.\n- Be kind.\nBye.", diff.With("without", _ => false).SystemPrompt);
    }

    [Fact]
    public void Releases_that_say_the_same_have_no_changes() =>
        Assert.Empty(ReleaseDiff.Between(Release("Hello.\r\nBye."), Release("Hello.\nBye.") with { Name = "other" }).Changes);

    [Fact]
    public void The_shipped_releases_differ_in_six_lines_the_refund_rule_and_the_retries()
    {
        var releases = Repository.PathOf("releases");

        Assert.Equal(
            [
                "Order not found", "Late shipments", "Missing promo discounts", "Return and refund together", "Server errors", "Escalation",
                "refundable statuses", "retry policy",
            ],
            ReleaseDiff.Between(ReleaseFile.Load("v1", releases), ReleaseFile.Load("v2", releases)).Changes.Select(c => c.Name));
    }

    private static ReleaseDiff Diff() => ReleaseDiff.Between(
        Release(Before),
        Release(After) with { Name = "v2", RefundableStatuses = ["delivered", "shipped"], Retry = new RetrySettings(2) });

    private static Release Release(string prompt) => new("v1", prompt, "prompt.md", ["delivered"], new RetrySettings(0));
}
