using System.Collections.Concurrent;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Services;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Tests.Storage;

/// <summary>What holds on every database: worlds, idempotency and races. One subclass a database.</summary>
public abstract class ShopStoreSpec : IAsyncLifetime
{
    private readonly List<SimulatedShop> _open = [];

    /// <summary>Opens the one database of this test; a second call opens it again.</summary>
    protected abstract Task<SimulatedShop> OpenDatabaseAsync(ShopOptions options);

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var shop in _open)
        {
            await shop.DisposeAsync();
        }
    }

    protected async Task<SimulatedShop> OpenAsync(ShopOptions? options = null)
    {
        var shop = await OpenDatabaseAsync(options ?? OpenShop.Options);
        _open.Add(shop);
        return shop;
    }

    [SkippableFact]
    public async Task A_world_sees_its_own_changes_and_no_other_world_does()
    {
        var shop = await OpenAsync();
        var mine = new OpenShop(shop, "mine");
        var other = new OpenShop(shop, "other");

        await mine.RefundAsync("ORD-4001", "C-2001");

        Assert.Equal("refunded", (await mine.OrderAsync("ORD-4001")).Text("status"));
        Assert.Equal("delivered", (await other.OrderAsync("ORD-4001")).Text("status"));
        Assert.Equal("409", (await mine.RefundAsync("ORD-4001", "C-2001")).Status.ToString());
        Assert.Equal(200, (await other.RefundAsync("ORD-4001", "C-2001")).Status);
    }

    [SkippableFact]
    public async Task A_changed_order_is_listed_once_and_keeps_its_place_among_the_others()
    {
        var shop = new OpenShop(await OpenAsync());
        await shop.ReturnAsync("ORD-4001", "C-2001");

        var orders = await shop.ReadAsync("lookup_customer_orders", new { customer_id = "C-2001" });

        Assert.Equal(
            ["ORD-4009 delivered", "ORD-4001 return_in_progress"],
            orders.EnumerateArray().Select(order => $"{order.Text("id")} {order.Text("status")}"));
    }

    [SkippableFact]
    public async Task A_changed_order_differs_from_the_seed_in_its_status_alone()
    {
        var shop = await OpenAsync();
        var mine = new OpenShop(shop, "mine");
        var before = (await mine.CallAsync("lookup_order", new { order_id = "ORD-4003" })).Body;
        await mine.RefundAsync("ORD-4003", "C-2003");

        var after = (await mine.CallAsync("lookup_order", new { order_id = "ORD-4003" })).Body;

        Assert.Equal(before.Replace("\"status\":\"delivered\",\"items\"", "\"status\":\"refunded\",\"items\""), after);
    }

    [SkippableFact]
    public async Task Changes_are_those_of_the_conversation_even_in_a_shared_world()
    {
        var shop = await OpenAsync();
        var sarah = new OpenShop(shop, "shared", "sarah");
        var mike = new OpenShop(shop, "shared", "mike");

        await sarah.ReturnAsync("ORD-4001", "C-2001");
        await mike.RefundAsync("ORD-4002", "C-2002", "shipping");
        await sarah.RefundAsync("ORD-4001", "C-2001");
        await mike.CallAsync("escalate_to_human", new { subject = "s", description = "d" });

        Assert.Equal(
            ["returns inserted", "refund_requests inserted", "orders updated"],
            (await sarah.ChangesAsync()).Select(change => $"{change.Table} {change.Change}"));
        Assert.Equal(
            ["refund_requests inserted", "support_tickets inserted"],
            (await mike.ChangesAsync()).Select(change => $"{change.Table} {change.Change}"));
        Assert.Contains("\"status\":\"refunded\"", (await sarah.ChangesAsync())[2].Row);
    }

    [SkippableFact]
    public async Task A_conversation_whose_change_was_overtaken_by_another_still_lists_it()
    {
        var shop = await OpenAsync();
        var first = new OpenShop(shop, "shared", "first");
        var second = new OpenShop(shop, "shared", "second");

        await first.ReturnAsync("ORD-4010", "C-2004");
        await second.RefundAsync("ORD-4010", "C-2004");

        Assert.Equal(["returns", "orders"], (await first.ChangesAsync()).Select(change => change.Table));
        Assert.Equal(["refund_requests", "orders"], (await second.ChangesAsync()).Select(change => change.Table));
    }

    [SkippableTheory]
    [InlineData("process_refund", """{"order_id":"ORD-4001","customer_id":"C-2001"}""", "refund_requests")]
    [InlineData("initiate_return", """{"order_id":"ORD-4001","customer_id":"C-2001","reason":"too small"}""", "returns")]
    [InlineData("escalate_to_human", """{"subject":"Late","description":"Very late","order_id":"ORD-4001"}""", "support_tickets")]
    public async Task The_same_key_gives_the_first_answer_and_acts_once_under_fifty_writers(string tool, string arguments, string table)
    {
        var shop = new OpenShop(await OpenAsync());

        var replies = await AtOnceAsync(50, i => shop.CallRawAsync(tool, arguments, id: "the-call", attempt: i + 1));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Single(replies.Select(reply => reply.Body).Distinct());
        Assert.Single(await shop.ChangesAsync(), change => change.Table == table);
    }

    [SkippableFact]
    public async Task Fifty_conversations_racing_for_one_refund_of_a_shared_world_pay_it_once()
    {
        var shop = await OpenAsync();

        var replies = await AtOnceAsync(50, i => new OpenShop(shop, "shared", $"c{i}").RefundAsync("ORD-4001", "C-2001"));

        Assert.Single(replies, reply => reply.Status == 200);
        Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal("DUPLICATE_REFUND", reply.ErrorCode));
    }

    [SkippableFact]
    public async Task A_return_and_a_refund_that_race_never_leave_a_refunded_order_to_be_returned()
    {
        var shop = await OpenAsync();
        for (var world = 0; world < 10; world++)
        {
            var conversation = new OpenShop(shop, $"race-{world}");

            var replies = await AtOnceAsync(2, i =>
                i == 0 ? conversation.ReturnAsync("ORD-4007", "C-2006") : conversation.RefundAsync("ORD-4007", "C-2006"));

            // The refund is granted either way; the return only when it came first.
            Assert.Equal(200, replies[1].Status);
            Assert.True(replies[0].Status == 200 || replies[0].ErrorCode == "INVALID_ORDER_STATUS", replies[0].Body);
            Assert.Equal("refunded", (await conversation.OrderAsync("ORD-4007")).Text("status"));
        }
    }

    [SkippableFact]
    public async Task Refunds_of_all_kinds_together_never_exceed_what_was_paid()
    {
        var shop = await OpenAsync();
        string?[] kinds = ["shipping", "full", null, "shipping", "promo", "full"];

        var replies = await AtOnceAsync(30, i => new OpenShop(shop, "shared", $"c{i}").RefundAsync("ORD-4006", "C-2002", kinds[i % 6]));

        var paidBack = replies.Where(reply => reply.Status == 200).Sum(reply => reply.Json().Number("amount"));
        Assert.Equal(113.99m, paidBack);
    }

    [SkippableFact]
    public async Task Fifty_isolated_worlds_at_once_do_not_disturb_one_another()
    {
        var shop = await OpenAsync();

        var bodies = await AtOnceAsync(50, async i =>
        {
            var mine = new OpenShop(shop, $"world-{i}", "same conversation id");
            await mine.RefundAsync("ORD-4001", "C-2001");
            await mine.ReturnAsync("ORD-4010", "C-2004");
            return string.Join('\n', (await mine.ChangesAsync()).Select(change => change.Row));
        });

        Assert.Single(bodies.Distinct());
        Assert.Equal(4, bodies[0].Split('\n').Length);
    }

    [SkippableFact]
    public async Task A_lost_reply_was_done_and_its_retry_pays_nothing_more()
    {
        var plan = FaultPlan.None with { PaymentProcessor = new ServiceFaults(LostReply: 0.5) };
        var shop = new OpenShop(await OpenAsync(OpenShop.Options with { FaultPlan = plan }));
        var call = Enumerable.Range(0, 100).Select(i => $"call-{i}").First(id => Fault(plan, id, 1) == "lost_reply" && Fault(plan, id, 2) is null);

        var lost = await shop.CallAsync("process_refund", new { order_id = "ORD-4001", customer_id = "C-2001" }, call, attempt: 1);
        var afterLoss = await shop.OrderAsync("ORD-4001");
        var retried = await shop.CallAsync("process_refund", new { order_id = "ORD-4001", customer_id = "C-2001" }, call, attempt: 2);

        Assert.Equal((504, "PROCESSOR_TIMEOUT", "lost_reply"), (lost.Status, lost.ErrorCode, lost.Fault));
        Assert.Equal("refunded", afterLoss.Text("status"));
        Assert.Equal(200, retried.Status);
        Assert.Single(await shop.ChangesAsync(), change => change.Table == "refund_requests");
    }

    [SkippableFact]
    public async Task What_was_written_is_there_when_the_database_is_opened_again()
    {
        var first = await OpenAsync();
        await new OpenShop(first, "kept").RefundAsync("ORD-4001", "C-2001");

        var again = await OpenAsync();

        Assert.Equal("refunded", (await new OpenShop(again, "kept").OrderAsync("ORD-4001")).Text("status"));
    }

    [SkippableFact]
    public async Task Two_clocks_in_one_database_keep_their_own_dates()
    {
        var today = await OpenAsync();
        var nextYear = await OpenAsync(OpenShop.Options with { WorldClock = OpenShop.Now.AddYears(1) });

        Assert.Equal(OpenShop.Now.AddDays(-6), (await new OpenShop(today).OrderAsync("ORD-4001")).Time("delivered_at"));
        Assert.Equal(OpenShop.Now.AddYears(1).AddDays(-6), (await new OpenShop(nextYear).OrderAsync("ORD-4001")).Time("delivered_at"));
    }

    [SkippableFact]
    public async Task Text_of_any_kind_comes_back_as_it_was_given()
    {
        var shop = new OpenShop(await OpenAsync());
        const string reason = "'; DROP TABLE orders; -- $1 @world \"quoted\" \\ \u00e9\u4e2d\ud83d\ude00\n\ttab";

        await shop.ReturnAsync("ORD-4001", "C-2001", reason);

        var row = (await shop.ChangesAsync()).Single(change => change.Table == "returns").Row;
        Assert.Equal(reason, System.Text.Json.JsonDocument.Parse(row).RootElement.Text("reason"));
        Assert.Equal("delivered", (await shop.OrderAsync("ORD-4010")).Text("status"));
    }

    private static string? Fault(FaultPlan plan, string callId, int attempt) =>
        FaultDraw.For(plan.PaymentProcessor, OpenShop.Options.Seed, new ToolCall("world", "conversation", callId, "", ""), attempt).Fault;

    /// <summary>Runs them on as many threads as the pool gives, let go together.</summary>
    private static async Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> one)
    {
        var results = new ConcurrentDictionary<int, T>();
        using var start = new Barrier(Math.Min(count, 8));
        var threads = Enumerable.Range(0, start.ParticipantCount).Select(first => Task.Factory.StartNew(async () =>
        {
            start.SignalAndWait(TimeSpan.FromSeconds(10));
            await Task.WhenAll(Enumerable.Range(0, count).Where(i => i % start.ParticipantCount == first)
                .Select(async i => results[i] = await one(i)));
        }, TaskCreationOptions.LongRunning).Unwrap());
        await Task.WhenAll(threads);
        return [.. results.OrderBy(result => result.Key).Select(result => result.Value)];
    }
}
