using Evergreen.Insights.Datasets;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Datasets;

public sealed class DatasetTests
{
    [Fact]
    public void A_row_holds_what_the_customer_said_and_where_it_comes_from()
    {
        var row = DatasetRow.From("v1", Conversation("returns-01#2", "It is navy.", "lisa.n@example.com"))!;

        Assert.Equal("It is navy.\n---\nlisa.n@example.com", row.Input);
        Assert.Equal(["It is navy.", "lisa.n@example.com"], row.CustomerMessages);
        Assert.Equal(2, row.Metadata.NumCustomerMessages);
        Assert.Equal(new DatasetSource("v1", "returns-01#2"), row.Source);
        Assert.Equal("returns-01", row.Metadata.ScenarioId);
    }

    [Fact]
    public void Turns_are_the_customers_and_the_agents_steps_those_that_call_tools_included()
    {
        var conversation = Some.Conversation() with
        {
            Messages =
            [
                new("system", "Be kind."), new("user", "Hi"), new("assistant", null) { ToolCalls = [new("c", new("f", "{}"))] },
                new("tool", "{}") { ToolCallId = "c" }, new("assistant", "Hello."),
            ],
        };

        Assert.Equal(3, DatasetRow.From("v1", conversation)!.Metadata.NumTurns);
    }

    [Fact]
    public void A_message_with_a_line_of_dashes_stays_one_message() =>
        Assert.Single(DatasetRow.From("v1", Conversation("a#1", "Hi\n---\nBye"))!.CustomerMessages);

    [Fact]
    public void A_row_is_played_again_word_for_word()
    {
        var scenario = DatasetRow.From("v1", Conversation("returns-01#2", "It is navy.", "It's lisa.n@example.com.", "And?"))!.ToScenario();

        Assert.Equal(("It is navy.", 0, "lisa.n@example.com"), (scenario.Opening, scenario.GeneratedTurns, scenario.Email));
        Assert.Equal(["It's lisa.n@example.com.", "And?"], scenario.FollowUps);
    }

    [Fact]
    public void Messages_a_row_lacks_are_generated()
    {
        var row = DatasetRow.From("v1", Conversation("returns-01#2", "It is navy."))!;

        Assert.Equal(2, (row with { Metadata = row.Metadata with { NumCustomerMessages = 3 } }).ToScenario().GeneratedTurns);
    }

    [Fact]
    public void Rows_that_say_the_same_are_kept_once_and_silence_is_left_out()
    {
        var draft = Dataset.From("v1",
        [
            Conversation("a#1", "Where is it?"), Conversation("a#2", " where  is it?\n"), Conversation("a#3", "Where was it?"),
            Conversation("a#4"),
        ]);

        Assert.Equal(["a#1", "a#3"], draft.Dataset.Rows.Select(r => r.Source!.Conversation));
        Assert.Equal((1, 1), (draft.Duplicates, draft.Silent));
    }

    [Fact]
    public void A_split_is_the_same_for_the_same_seed_in_any_order()
    {
        var rows = Rows(41);

        var parts = new Dataset(rows).Split(7, ("train", 0.75), ("test", 0.25));
        var again = new Dataset([.. rows.Reverse()]).Split(7, ("train", 0.75), ("test", 0.25));
        var other = new Dataset(rows).Split(8, ("train", 0.75), ("test", 0.25));

        Assert.Equal((31, 10), (parts["train"].Rows.Count, parts["test"].Rows.Count));
        Assert.Equal(parts["test"].Rows, again["test"].Rows);
        Assert.NotEqual(parts["test"].Version, other["test"].Version);
        Assert.Equal(rows.Select(r => r.Id).Order(), parts.Values.SelectMany(p => p.Rows).Select(r => r.Id).Order());
    }

    [Fact]
    public void A_split_of_more_or_less_than_all_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Dataset(Rows(4)).Split(1, ("train", 0.8), ("test", 0.3)));

    [Fact]
    public void The_version_changes_with_the_rows_and_not_with_their_order()
    {
        var rows = Rows(3);

        Assert.Equal(new Dataset(rows).Version, new Dataset([.. rows.Reverse()]).Version);
        Assert.NotEqual(new Dataset(rows).Version, new Dataset([.. rows.Take(2)]).Version);
    }

    private static IReadOnlyList<DatasetRow> Rows(int count) =>
        Dataset.From("v1", Enumerable.Range(1, count).Select(n => Conversation($"a#{n}", $"Message {n}"))).Dataset.Rows;

    private static ConversationRecord Conversation(string id, params string[] customer) => Some.Conversation(id) with
    {
        Messages = [.. customer.SelectMany(m => new Message[] { new("user", m), new("assistant", "I see.") })],
    };
}
