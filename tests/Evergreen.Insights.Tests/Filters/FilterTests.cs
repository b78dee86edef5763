using Evergreen.Insights.Filters;
using Evergreen.Insights.Tests.Checks;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Filters;

public sealed class FilterTests
{
    private static readonly FilterNames Names = new(["task", "sentiment", "resolution-gap"], ["empathy", "resolution"]);

    private static readonly FilterSubject Subject = new(Some.Conversation("returns-02#3") with
    {
        Category = "returns",
        Ending = Ending.Escalated,
        Turns = 2,
        Messages = [new("user", "My speaker is DEAD."), new("assistant", "I am sorry to hear that."), new("tool", "secret")],
        ToolCalls =
        [
            new("c1", 1, "lookup_order", new("{}"), 200, 1) { Result = new("{}") },
            new("c2", 1, "initiate_return", new("{}"), 409, 3)
            {
                ErrorCode = "RETURN_EXISTS",
                Result = new("{}"),
                TransientFailures = [new(1, 503, "LABEL_SERVICE_DOWN", null, 1.5), new(2, 503, "LABEL_SERVICE_DOWN", null, 3)],
            },
        ],
    })
    {
        Facets = new Dictionary<string, FacetFinding>
        {
            ["task"] = new("Sizing and returns", "Wants to send back a speaker that does not work."),
            ["sentiment"] = new("negative", "Angry."),
        },
        Scores = new Dictionary<string, double> { ["empathy"] = 1, ["helpfulness"] = 0 },
    };

    [Theory]
    [InlineData("category=returns")]
    [InlineData("category = RETURNS")]
    [InlineData("category!=billing")]
    [InlineData("id=returns-02#3")]
    [InlineData("scenario~returns")]
    [InlineData("ending=escalated")]
    [InlineData("tool=initiate_return")]
    [InlineData("tool!=process_refund")]
    [InlineData("tool!~refund")]
    [InlineData("error=RETURN_EXISTS")]
    [InlineData("error~LABEL_SERVICE")]
    [InlineData("retries=2")]
    [InlineData("retries>1")]
    [InlineData("retries >= 2")]
    [InlineData("turns<3")]
    [InlineData("seconds<=1.5")]
    [InlineData("text~dead")]
    [InlineData("text~sorry to hear")]
    [InlineData("text!~secret")]
    [InlineData("task=sizing and returns")]
    [InlineData("task~returns")]
    [InlineData("task~speaker")]
    [InlineData("Sentiment=negative")]
    [InlineData("resolution-gap!=anything")]
    [InlineData("score.empathy>=1")]
    [InlineData("score=0.5")]
    [InlineData("checks=0")]
    [InlineData("check!=paid_twice")]
    public void A_condition_that_holds_lets_the_conversation_through(string expression) => Assert.True(Matches(expression));

    [Theory]
    [InlineData("category=billing")]
    [InlineData("ending=Completed")]
    [InlineData("ending!=Escalated")]
    [InlineData("tool!=lookup_order")]
    [InlineData("error!~DOWN")]
    [InlineData("retries<2")]
    [InlineData("retries!=2")]
    [InlineData("text~secret")]
    [InlineData("task=speaker")]
    [InlineData("sentiment!=negative")]
    [InlineData("resolution-gap=anything")]
    public void A_condition_that_fails_keeps_it_out(string expression) => Assert.False(Matches(expression));

    [Theory]
    [InlineData("score.resolution=0")]
    [InlineData("score.resolution!=0")]
    [InlineData("score.resolution<1")]
    public void What_is_not_scored_meets_no_condition_on_the_score(string expression) => Assert.False(Matches(expression));

    [Theory]
    [InlineData("check=dead_end_after_not_found", true)]
    [InlineData("check~dead_end", true)]
    [InlineData("checks>=1", true)]
    [InlineData("check=paid_twice", false)]
    public void What_a_check_finds_can_be_asked_for(string expression, bool holds)
    {
        var deadEnd = new Script().Customer("Where is ORD-9900?").Call("lookup_order", new { order_id = "ORD-9900" }, 404, "null")
            .Agent("There is no such order.").Play();

        Assert.Equal(holds, Filter.Parse([expression], FilterNames.None).Matches(new FilterSubject(deadEnd)));
    }

    [Fact]
    public void Several_conditions_must_all_hold()
    {
        Assert.True(Matches("sentiment=negative", "task~returns"));
        Assert.False(Matches("sentiment=negative", "task~billing"));
        Assert.True(Matches());
    }

    [Fact]
    public void A_value_may_contain_operators() => Assert.False(Matches("text~a=b<c"));

    [Fact]
    public void A_name_with_a_typo_is_answered_with_the_names_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Matches("sentimnet=negative"));

        Assert.StartsWith("--where \"sentimnet=negative\": there is no \"sentimnet\"; the names are id, scenario, category,", error.Message);
        Assert.EndsWith("task, sentiment, resolution-gap, score.empathy, score.resolution", error.Message);
    }

    [Fact]
    public void Before_topics_were_made_the_answer_says_where_facets_come_from()
    {
        var error = Assert.Throws<ArgumentException>(() => Filter.Parse(["task~x"], FilterNames.None));

        Assert.EndsWith("once topics has been run)", error.Message);
    }

    [Theory]
    [InlineData("category", "write NAME OPERATOR VALUE")]
    [InlineData("category=", "write NAME OPERATOR VALUE")]
    [InlineData("=returns", "write NAME OPERATOR VALUE")]
    [InlineData("category>returns", "category cannot be compared by >; use = != ~ !~")]
    [InlineData("retries~2", "retries cannot be compared by ~; use = != > >= < <=")]
    [InlineData("retries>many", "\"many\" is no number")]
    [InlineData("ending=Done", "\"Done\" is no ending; there are Completed, Escalated,")]
    [InlineData("check=dead_end", "\"dead_end\" is no check; there are dead_end_after_not_found,")]
    public void A_malformed_condition_is_answered_with_what_could_stand_there(string expression, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Matches(expression)).Message);

    private static bool Matches(params string[] expressions) => Filter.Parse(expressions, Names).Matches(Subject);
}
