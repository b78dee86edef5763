using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Transcripts;
using Evergreen.Rehearsal;
using Evergreen.Testing;
using Evergreen.Tools.Services;
using Evergreen.Tools.Shop;

namespace Evergreen.Host.Tests.Runs;

/// <summary>The releases as they ship, with the real shop behind them, on a bad day of a service.</summary>
public sealed class ReleaseBehaviourSpec : AgentSpec, IAsyncLifetime
{
    private const string LateExpressOrder = "My express order ORD-4006 is late. Please refund the shipping charge. I am mike.r@example.com.";
    private const string WhereIsIt = "Where is my order ORD-4006? I am mike.r@example.com.";

    private static readonly ServiceFaults Down = new(Unavailable: 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_refund_that_fails_once_is_made_a_moment_later_and_the_customer_hears_of_no_failure()
    {
        await OpenAsync("v2", FaultPlan.None with { PaymentProcessor = new(Unavailable: 0.5) }, LateExpressOrder, seed: 1);

        var record = Play(Patience);

        Assert.Equal((Ending.Completed, 1.5), (record.Ending, record.Timing.WaitedSeconds));
        Assert.Equal((2, 200), (Refund(record).Attempts, Refund(record).Status));
        Assert.DoesNotContain("503", record.Messages[^1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_processor_that_stays_down_ends_in_a_ticket_and_in_no_refund()
    {
        await OpenAsync("v2", FaultPlan.None with { PaymentProcessor = Down }, LateExpressOrder);

        var record = Play(Patience);

        Assert.Equal(Ending.Escalated, record.Ending);
        Assert.Equal(["support_tickets"], record.ShopChanges.Select(change => change.Table));
        Assert.All(Refunds(record), call => Assert.Equal((3, 503), (call.Attempts, call.Status)));
    }

    [Fact]
    public async Task A_refund_whose_answer_is_lost_each_time_is_paid_once()
    {
        await OpenAsync("v2", FaultPlan.None with { PaymentProcessor = new(LostReply: 1) }, LateExpressOrder);

        Assert.Single(Play(Patience).ShopChanges, change => change.Table == "refund_requests");
    }

    [Theory]
    [InlineData("v1", 1, 0)]
    [InlineData("v2", 3, 4.5)]
    public async Task A_carrier_that_is_down_is_asked_as_often_as_the_release_says(string release, int attempts, double waited)
    {
        await OpenAsync(release, FaultPlan.None with { Carrier = Down }, WhereIsIt);

        var call = Play(Patience).ToolCalls.First(call => call.Name == "check_shipping_status");

        Assert.Equal((attempts, 503, waited), (call.Attempts, call.Status, call.TransientFailures.Sum(failure => failure.BackoffSeconds ?? 0)));
    }

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => ((IAsyncDisposable)Shop).DisposeAsync().AsTask();

    private async Task OpenAsync(string name, FaultPlan faults, string customer, long seed = 7)
    {
        var release = ReleaseFile.Load(name, Path.Combine(Repository.Root, "releases"));
        var shop = new ShopOptions { RefundableStatuses = release.RefundableStatuses, FaultPlan = faults, Seed = seed, WorldClock = Clock.GetUtcNow() };
        Agent = new RehearsalChatClient();
        Shop = await SimulatedShop.OpenSqliteAsync(":memory:", shop, Clock, CancellationToken.None);
        Plan = Plan with
        {
            Scenarios = [new Scenario("express", "shipping", customer, FollowUps: [], "mike.r@example.com")],
            Release = release with { Retry = release.Retry with { Jitter = 0 } },
            Temperature = 0,
            Seed = seed,
        };
    }

    private static IEnumerable<ToolCallRecord> Refunds(ConversationRecord record) => record.ToolCalls.Where(call => call.Name == "process_refund");

    private static ToolCallRecord Refund(ConversationRecord record) => Assert.Single(Refunds(record));
}
