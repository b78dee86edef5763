using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Accounting;
using Evergreen.Host.Models;
using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing.Models;
using Evergreen.Tools.Shop;

namespace Evergreen.Host.Tests.Runs;

/// <summary>Whole conversations over real HTTP, on a provider's bad days.</summary>
[Collection(nameof(ModelBadDaysTests))]
[CollectionDefinition(nameof(ModelBadDaysTests), DisableParallelization = true)]
public class ModelBadDaysTests
{
    private const int CallsEach = 6;

    private static readonly Scenario Story = new(
        "order", "shipping", "Where is my order ORD-4006?", ["And when will it be here?", "Is that certain?"], "mike.r@example.com");

    /// <summary>
    /// Drawn once a call, 37 of 100 calls need a second request: 1.37 requests an answer. Drawn anew for each request, an answer
    /// takes 1 / 0.63 = 1.59 of them, whoever asks, and one call in ten thousand meets the six faults that the policy bears by default.
    /// </summary>
    [Theory]
    [InlineData(500, true, 6, 1.5)]
    [InlineData(150, false, 10, 1.75)]
    public async Task With_429s_500s_hangs_and_cut_bodies_every_conversation_ends_well(
        int conversations, bool drawOnce, int attempts, double requestsPerAnswer)
    {
        var faults = new FaultyModel(seed: 11, retryAfter: 0.5, drawOnce, Answer);
        var stop = new AdmissionStop();
        await using var server = await ChatServer.StartAsync(faults.Answer);
        await using var shop = await SimulatedShop.OpenSqliteAsync(
            ":memory:", new ShopOptions { WorldClock = DateTimeOffset.UnixEpoch }, TimeProvider.System, CancellationToken.None);
        using var provider = new OpenAIProvider(new OpenAIEndpoint(server.BaseUrl, null), TimeProvider.System);
        var options = new ModelGatewayOptions
        {
            Model = "stub",
            CallTimeout = TimeSpan.FromSeconds(1),
            Retry = new ModelRetryOptions { MaxAttempts = attempts, FirstBackoff = TimeSpan.FromMilliseconds(50) },
        };
        using var gateway = ModelGateway.Create(
            provider.Model("stub"), options, new ModelAccount(PriceTable.Empty, new ModelBudget(), stop), stop, TimeProvider.System);
        await using var simulation = await LiveSimulation.StartAsync(gateway, shop, stop);

        var ended = await simulation.PlayAsync(Story, conversations, concurrency: 200, new RetrySettings(MaxRetries: 2));

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Equal(new Dictionary<string, int> { [nameof(Ending.Completed)] = conversations }, ended.Totals.ByEnding);
        Assert.Equal(conversations, simulation.Sink.Conversations.Count);
        Assert.All(simulation.Sink.Conversations, conversation => Assert.Equal(3, conversation.Turns));
        Assert.Equal((conversations * CallsEach, 0L), (ended.Totals.ModelCalls, ended.Totals.SpansDropped));
        Assert.Equal(conversations * 13, simulation.Sink.Spans.Count);
        Assert.InRange(server.Received, conversations * CallsEach, conversations * CallsEach * requestsPerAnswer);
        Assert.Equal(0, faults.CameTooEarly);
        Assert.InRange(faults.Refused, conversations / 2, int.MaxValue);
        Assert.InRange(gateway.Limits!.Cuts, 1, int.MaxValue);
        Assert.Null(stop.Reason);
    }

    /// <summary>The order is looked up once a turn. A line that no other call has makes each call its own.</summary>
    private static ChatServerReply Answer(ChatServerRequest request)
    {
        var last = request.Json.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString();
        return last == "user"
            ? ChatServerReply.Call(($"call_{request.Number}", "lookup_order", """{"order_id":"ORD-4006"}"""))
            : ChatServerReply.Say("It is on its way.");
    }
}
