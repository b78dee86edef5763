using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Tests.Reviews;

public class FacetTests
{
    [Theory]
    [InlineData("late-refunded", "a delivery is late")]
    [InlineData("both-race-angry", "hoodie")]
    [InlineData("promo-tied", "promo code")]
    [InlineData("duplicate-refunded", "duplicate charge")]
    [InlineData("points", "loyalty points")]
    [InlineData("product-answered", "earbuds")]
    [InlineData("exchange-done", "Exchange")]
    [InlineData("cancel-handed", "Cancel")]
    [InlineData("two-wishes-both", ", and ask about")]
    public async Task The_task_is_told_in_a_sentence_without_numbers(string conversation, string part)
    {
        var sentence = await Ask("task", Text(conversation));

        Assert.Contains(part, sentence, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\d|@", sentence);
    }

    [Theory]
    [InlineData("late-ignored-anger", "Negative")]
    [InlineData("sarcasm-missed", "Negative")]
    [InlineData("stock-phrase", "Negative")]
    [InlineData("both-race-angry", "Negative")]
    [InlineData("late-traced", "Neutral")]
    [InlineData("return-started", "Neutral")]
    [InlineData("product-answered", "Neutral")]
    [InlineData("thanks-well-met", "Positive")]
    public async Task The_sentiment_starts_with_its_label(string conversation, string label) =>
        Assert.StartsWith(label + ":", await Ask("sentiment", Text(conversation)), StringComparison.Ordinal);

    [Fact]
    public async Task The_last_turns_weigh_most()
    {
        const string soothed = """
            Customer: This is terrible, where is my parcel?
            Agent: Sorry! It comes today.
            Customer: It just arrived.
            Agent: Lovely.
            Customer: Thank you so much, excellent service!
            """;

        Assert.StartsWith("Positive:", await Ask("sentiment", soothed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-found-dead-end", "stopped there")]
    [InlineData("both-race-lost", "before the return")]
    [InlineData("promo-tied", "tied a missing promo")]
    [InlineData("transient-escalated", "single server error")]
    [InlineData("late-waved-off", "did not refund the shipping")]
    [InlineData("return-empty-promise", "never carried out")]
    [InlineData("account-missing-circles", "same reply")]
    [InlineData("human-at-once", "without trying")]
    public async Task The_agents_issue_is_named(string conversation, string part) =>
        Assert.Contains(part, await Ask("issues", Text(conversation)), StringComparison.Ordinal);

    [Theory]
    [InlineData("late-refunded")]
    [InlineData("both-done")]
    [InlineData("promo-corrected")]
    [InlineData("points")]
    public async Task Where_nothing_went_wrong_the_answer_is_none(string conversation)
    {
        Assert.Equal("NONE", await Ask("issues", Text(conversation)));
        Assert.Equal("NONE", await Ask("resolution-gap", Text(conversation)));
    }

    [Theory]
    [InlineData("return-empty-promise", "a return")]
    [InlineData("shipping-fee-not-taken-up", "a shipping charge")]
    [InlineData("promo-tied-angry", "promo discount")]
    public async Task Friendly_words_without_a_deed_are_a_resolution_gap(string conversation, string part) =>
        Assert.Contains(part, await Ask("resolution-gap", Text(conversation)), StringComparison.Ordinal);

    [Fact]
    public async Task Facets_differ_by_the_words_of_the_conversation_not_by_a_label()
    {
        var sentences = new HashSet<string>();
        foreach (var judged in JudgedConversation.All())
        {
            sentences.Add(await Ask("task", judged.Text));
        }

        Assert.InRange(sentences.Count, 20, 65);
    }

    [Fact]
    public async Task All_topics_are_named_in_one_answer_and_told_apart()
    {
        var answer = await Reply(Talk.Prompt("topic-name.md"), """
            Topic 1 (34 conversations)
            Terms: late, delivery, express
            Examples:
            - Find out why a delivery is late

            Topic 2 (20 conversations)
            Terms: delivery, promo, discount
            Examples:
            - Get a promo code discount taken off

            Topic 7 (12 conversations)
            Terms: points, loyalty, tier
            """);

        Assert.Equal(["1: Late delivery express", "2: Delivery promo discount", "7: Points loyalty tier"], answer.Split('\n'));
    }

    private static string Text(string name) => JudgedConversation.All().Single(judged => judged.Name == name).Text;

    private static Task<string> Ask(string facet, string narrative) => Reply(Talk.Prompt($"facets/{facet}.md"), narrative);

    private static async Task<string> Reply(string prompt, string material) => (await new RehearsalChatClient().GetResponseAsync(
        [new ChatMessage(ChatRole.System, prompt), new ChatMessage(ChatRole.User, material)], new ChatOptions { Temperature = 0 })).Text;
}
