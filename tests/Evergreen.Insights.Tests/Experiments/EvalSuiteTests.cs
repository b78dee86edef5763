using Evergreen.Insights.Datasets;
using Evergreen.Insights.Experiments;

namespace Evergreen.Insights.Tests.Experiments;

public sealed class EvalSuiteTests
{
    private static readonly Dataset Rows = new(
    [
        Row("Where is it?", "shipping") with { Expected = "A tracking number." }, Row("Return it, please.\n---\nann@example.com", "returns"),
    ]);

    [Fact]
    public void A_conversation_becomes_the_trial_of_its_row()
    {
        var suite = new EvalSuite("mine", Rows);
        var conversation = Some.Conversation($"{Rows.Rows[0].Id}.2") with { ScenarioId = Rows.Rows[0].Id };

        var result = EvalSuite.ResultOf(conversation, [new("resolution", 1, "done")]);

        Assert.Equal((Rows.Rows[0].Id, 2, conversation.Id), (result.CaseId, result.Trial, result.ConversationId));
        Assert.Equal("A tracking number.", suite.ExpectedOf(conversation));
    }

    [Theory]
    [InlineData("category=returns", "returns")]
    [InlineData("text~where", "shipping")]
    [InlineData("turns>1", "returns")]
    public void Conditions_choose_rows_and_the_rest_is_another_dataset(string condition, string category)
    {
        var chosen = EvalSuite.Where(Rows, [condition]);

        Assert.Equal(category, Assert.Single(chosen.Rows).Metadata.Category);
        Assert.NotEqual(Rows.Version, chosen.Version);
    }

    [Fact]
    public void What_is_only_known_of_a_played_conversation_is_no_condition_for_rows()
    {
        var error = Assert.Throws<ArgumentException>(() => EvalSuite.Where(Rows, ["tool=lookup_order"]));

        Assert.EndsWith("there is no \"tool\"; the names are id, scenario, category, text, turns", error.Message);
    }

    [Fact]
    public void A_suite_without_rows_is_refused() =>
        Assert.Contains("loosen --where", Assert.Throws<ArgumentException>(() => new EvalSuite("mine", new Dataset([]))).Message);

    private static DatasetRow Row(string input, string category) => new()
    {
        Id = DatasetRow.IdOf(input),
        Input = input,
        Metadata = new DatasetMetadata(DatasetRow.SplitMessages(input).Count) { Category = category },
    };
}
