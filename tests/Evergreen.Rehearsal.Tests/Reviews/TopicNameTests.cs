using Evergreen.Rehearsal.Reviews;

namespace Evergreen.Rehearsal.Tests.Reviews;

public sealed class TopicNameTests
{
    [Fact]
    public void A_topic_goes_by_what_its_examples_are_about() => Assert.Equal("1: Late deliveries", TopicNames.For(
        """
        Topic 1 (12 texts)
        Terms: express, days, tracking
        Example: My express order ORD-4006 is late, when will it come?
        Example: ORD-4006 was promised last week and is still not here. It is late.
        Example: Why is my delivery overdue? ORD-4010
        """));

    [Fact]
    public void Two_matters_that_its_examples_share_are_both_named() => Assert.Equal("1: Returns and refunds", TopicNames.For(
        """
        Topic 1 (12 texts)
        Terms: refund, return, jacket
        Example: I want to return the jacket from ORD-4008 and get a refund.
        Example: Please take back ORD-4013, I would like to return it. And refund me.
        """));

    [Fact]
    public void An_issue_is_known_by_its_own_words() => Assert.Equal("1: Returns refused after a refund", TopicNames.For(
        """
        Topic 1 (23 texts)
        Terms: processed, refused, return
        Example: The refund was processed before the return, so the return was refused.
        Example: The refund was processed before the return, so the return was refused.
        """));

    [Fact]
    public void Where_examples_tell_nothing_the_terms_do_without_filler() => Assert.Equal("1: Saffron galaxy\n2: Galaxy lantern", TopicNames.For(
        """
        Topic 1 (5 texts)
        Terms: agent, saffron, galaxy
        Example: Saffron grows on a galaxy.

        Topic 2 (5 texts)
        Terms: galaxy, lantern, matter
        Example: A lantern for the galaxy.
        """));

    [Fact]
    public void Topics_of_one_matter_are_told_apart_by_a_term() => Assert.Equal("1: Faulty items\n2: Faulty items: speaker", TopicNames.For(
        """
        Topic 1 (5 texts)
        Terms: jacket, broken, zipper
        Example: The zipper of my jacket is broken.

        Topic 2 (5 texts)
        Terms: speaker, broken, charge
        Example: The speaker is broken.
        """));
}
