using Evergreen.Actors.Models;
using Evergreen.Host.Models;
using Evergreen.Testing;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Tests.Models;

public class ReviewModelTests
{
    private static readonly OpenAIEndpoint Offline = new(null, null);
    private static readonly OpenAIEndpoint WithKey = new(null, "sk-test");

    private readonly ModelSettings _settings = new() { PriceFile = Path.Combine(Repository.Root, "prices.json") };

    [Fact]
    public async Task Without_a_key_the_rehearsal_model_reviews()
    {
        using var review = Open(_settings, null, Offline);

        Assert.Equal(ModelChoice.Rehearsal, review.Choice.Model);
        Assert.Equal("rehearsed", (await review.Client.GetResponseAsync("hi")).Text);
    }

    [Fact]
    public void With_a_key_the_default_model_reviews()
    {
        using var review = Open(_settings, null, WithKey);

        Assert.Equal(ModelChoice.Default, review.Choice.Model);
    }

    [Fact]
    public void A_model_that_cannot_be_reached_is_refused_by_the_option_that_named_it()
    {
        var exception = Assert.Throws<ArgumentException>(() => Open(_settings, "gpt-4o", Offline));

        Assert.Contains("use --judge-model rehearsal", exception.Message);
    }

    [Fact]
    public async Task Once_the_budget_is_spent_nothing_further_is_asked_and_the_reason_is_given()
    {
        using var model = Rehearsal();
        using var review = ReviewModel.Open(_settings with { MaxTokens = 50 }, null, Offline, () => model, TimeProvider.System);
        await review.Client.GetResponseAsync("one");

        var exception = await Assert.ThrowsAsync<ModelCallException>(() => review.Client.GetResponseAsync("two"));

        Assert.Equal(ModelFailure.NotAsked, exception.Failure);
        Assert.Contains("the budget of 50 tokens is spent", exception.Message);
        Assert.Single(model.Calls);
    }

    [Fact]
    public async Task Beside_the_models_of_a_run_it_shares_their_account_and_leaves_them_open()
    {
        using var models = ModelGateways.Open(_settings, "rehearsal", WithKey, Rehearsal, TimeProvider.System);
        using (var review = ReviewModel.Of(models, "rehearsal"))
        {
            await review.Client.GetResponseAsync("judge this");
            Assert.Equal(1, models.Account.Totals.Calls);
        }

        await models.ForAgent().GetResponseAsync("go on");
        Assert.Equal(2, models.Account.Totals.Calls);
        Assert.Equal(ModelChoice.Default, ReviewModel.Of(models, null).Choice.Model);
    }

    private static ReviewModel Open(ModelSettings settings, string? judgeModel, OpenAIEndpoint endpoint) =>
        ReviewModel.Open(settings, judgeModel, endpoint, Rehearsal, TimeProvider.System);

    private static ScriptedModel Rehearsal() => ScriptedModel.Always("rehearsed");
}
