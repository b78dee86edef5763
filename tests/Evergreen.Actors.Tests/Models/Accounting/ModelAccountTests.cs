using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Accounting;
using Microsoft.Extensions.AI;
using static Evergreen.Actors.Tests.Models.ScriptedProvider;

namespace Evergreen.Actors.Tests.Models.Accounting;

public class ModelAccountTests
{
    private static readonly PriceTable Prices = new(new Dictionary<string, ModelPrice> { ["stub"] = new(Input: 1, Output: 10) });

    private readonly AdmissionStop _stop = new();

    [Fact]
    public async Task Calls_tokens_and_cost_are_counted_per_call_and_in_all()
    {
        var account = new ModelAccount(Prices, new ModelBudget(), _stop);
        var gateway = Gateway(account, "stub", Reply("a", input: 100, output: 20), Reply("b", input: 50, output: 5));

        var response = await gateway.GetResponseAsync("hi");
        await gateway.GetResponseAsync("hi");

        Assert.Equal(0.0003m, response.AdditionalProperties![ModelResponseProperties.CostUsd]);
        Assert.Equal(
            new ModelTotals { Calls = 2, InputTokens = 150, OutputTokens = 25, KnownCostUsd = 0.0004m }, account.Totals);
    }

    [Fact]
    public async Task The_cost_of_a_run_is_unknown_as_soon_as_that_of_one_call_is()
    {
        var account = new ModelAccount(Prices, new ModelBudget(), _stop);
        await Gateway(account, "stub", Reply("a")).GetResponseAsync("hi");
        var unpriced = await Gateway(account, "other", Reply("b")).GetResponseAsync("hi");

        Assert.False(unpriced.AdditionalProperties!.ContainsKey(ModelResponseProperties.CostUsd));
        Assert.Null(account.Totals.CostUsd);
        Assert.Equal(0.00006m, account.Totals.KnownCostUsd);
    }

    [Fact]
    public async Task An_answer_that_does_not_tell_its_use_has_no_known_cost()
    {
        var account = new ModelAccount(Prices, new ModelBudget(), _stop);
        await Gateway(account, "stub", new ChatResponse(new ChatMessage(ChatRole.Assistant, "hello"))).GetResponseAsync("hi");

        Assert.Equal(1, account.Totals.CallsOfUnknownCost);
    }

    [Fact]
    public async Task A_spent_token_budget_stops_admission_and_not_the_calls_under_way()
    {
        var account = new ModelAccount(Prices, new ModelBudget(MaxTokens: 30), _stop);
        var gateway = Gateway(account, "stub", Reply("a"), Reply("b"), Reply("c"));

        await gateway.GetResponseAsync("hi");
        Assert.Null(_stop.Reason);
        await gateway.GetResponseAsync("hi");
        Assert.Equal("the budget of 30 tokens is spent", _stop.Reason);

        Assert.Equal("c", (await gateway.GetResponseAsync("hi")).Text);
    }

    [Fact]
    public async Task A_spent_cost_budget_stops_admission()
    {
        var account = new ModelAccount(Prices, new ModelBudget(MaxCostUsd: 0.00005m), _stop);

        await Gateway(account, "stub", Reply("a")).GetResponseAsync("hi");

        Assert.Equal("the budget of $0.00005 is spent", _stop.Reason);
    }

    [Fact]
    public void A_cost_budget_for_a_model_without_a_price_is_refused()
    {
        var account = new ModelAccount(Prices, new ModelBudget(MaxCostUsd: 1), _stop);

        Assert.Contains("the price of other is not known", Assert.Throws<ArgumentException>(() => Gateway(account, "other")).Message);
    }

    [Fact]
    public async Task Failed_calls_are_counted_apart()
    {
        var account = new ModelAccount(Prices, new ModelBudget(), _stop);
        var provider = new ScriptedProvider(TimeProvider.System, Fail(ProviderFault.Rejected));
        var gateway = ModelGateway.Create(provider, new ModelGatewayOptions { Model = "stub" }, account, _stop, TimeProvider.System);

        await Assert.ThrowsAsync<ModelCallException>(() => gateway.GetResponseAsync("hi"));

        Assert.Equal(new ModelTotals { FailedCalls = 1 }, account.Totals);
    }

    private ModelGateway Gateway(ModelAccount account, string model, params ChatResponse[] answers) => ModelGateway.Create(
        new ScriptedProvider(TimeProvider.System, [.. answers.Select<ChatResponse, Func<CancellationToken, Task<ChatResponse>>>(
            answer => _ => Task.FromResult(answer))]),
        new ModelGatewayOptions { Model = model },
        account,
        _stop,
        TimeProvider.System);
}
