using Evergreen.Host.Models;
using Evergreen.Testing;
using Evergreen.Testing.Models;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Tests.Models;

public sealed class ModelGatewaysTests : IDisposable
{
    private static readonly OpenAIEndpoint Offline = new(null, null);

    private readonly TemporaryFolder _folder = new();
    private readonly ModelSettings _settings;

    public ModelGatewaysTests() => _settings = new ModelSettings { PriceFile = Path.Combine(Repository.Root, "prices.json") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_key_and_address_the_rehearsal_model_answers_and_costs_nothing()
    {
        using var gateways = Open(_settings, Offline);

        var response = await gateways.ForAgent().GetResponseAsync("hi");

        Assert.Equal("rehearsed", response.Text);
        Assert.Equal(0m, gateways.Account.Totals.CostUsd);
        Assert.Equal(1, gateways.Account.Totals.Calls);
    }

    [Fact]
    public void Roles_that_use_the_same_model_share_its_limits()
    {
        using var gateways = Open(_settings, new OpenAIEndpoint(null, "sk-test"));

        Assert.Same(gateways.ForAgent(), gateways.For("gpt-4o-mini"));
        Assert.NotSame(gateways.ForAgent(), gateways.For("gpt-4o"));
    }

    [Fact]
    public async Task A_run_against_a_real_server_is_replayed_without_it()
    {
        var recorded = _settings with { RecordFile = Path.Combine(_folder.Path, "run.jsonl") };
        await using (var server = await ChatServer.StartAsync(request => ChatServerReply.Say($"answer {request.Number}")))
        {
            using var gateways = Open(recorded, new OpenAIEndpoint(server.BaseUrl, null));
            Assert.Equal("answer 1", (await gateways.ForAgent().GetResponseAsync("one")).Text);
            Assert.Equal("answer 2", (await gateways.ForAgent().GetResponseAsync("two")).Text);
        }

        using var replay = Open(_settings with { ReplayFile = recorded.RecordFile }, Offline);

        Assert.Equal("gpt-4o-mini", replay.Agent.Model);
        Assert.NotNull(replay.RecordedAt);
        Assert.Equal("answer 2", (await replay.ForAgent().GetResponseAsync("two")).Text);
        Assert.Equal("answer 1", (await replay.ForAgent().GetResponseAsync("one")).Text);
        Assert.Equal(0m, replay.Account.Totals.CostUsd);
    }

    [Fact]
    public void A_cost_budget_needs_a_known_price()
    {
        var mistake = Assert.Throws<ArgumentException>(
            () => Open(_settings with { MaxCostUsd = 1 }, new OpenAIEndpoint(null, "sk-test"), "my-own-model"));

        Assert.Contains("the price of my-own-model is not known", mistake.Message);
    }

    [Fact]
    public void The_prices_that_come_with_the_program_know_its_default_models()
    {
        using var gateways = Open(_settings with { MaxCostUsd = 1 }, new OpenAIEndpoint(null, "sk-test"));

        Assert.NotNull(gateways.ForAgent());
        Assert.NotNull(gateways.For("rehearsal"));
    }

    [Fact]
    public void A_users_number_is_the_ceiling()
    {
        using var gateways = Open(_settings with { MaxConcurrency = 3 }, new OpenAIEndpoint(null, "sk-test"));

        Assert.Equal(3, gateways.ForAgent().Limits!.Limit);
    }

    [Theory]
    [InlineData("record")]
    [InlineData("cache")]
    public void A_replay_goes_with_neither_recording_nor_cache(string option)
    {
        var settings = _settings with
        {
            ReplayFile = "old.jsonl",
            RecordFile = option == "record" ? "new.jsonl" : null,
            CacheFolder = option == "cache" ? "cache" : null,
        };

        Assert.Contains("--replay answers everything", Assert.Throws<ArgumentException>(() => Open(settings, Offline)).Message);
    }

    private static ModelGateways Open(ModelSettings settings, OpenAIEndpoint endpoint, string? model = null) =>
        ModelGateways.Open(settings, model, endpoint, () => ScriptedModel.Always("rehearsed"), TimeProvider.System);
}
