using System.Text.Json;
using Evergreen.Host.Serving;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Remote;
using Evergreen.Tools.Services;
using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;
using Evergreen.Tools.Tests;
using Evergreen.Tools.Tests.Storage;

namespace Evergreen.Host.Tests.Serving;

/// <summary>What an agent may rely on whether its shop is in the process or behind HTTP. One subclass a way.</summary>
public abstract class ToolboxContract : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _open = [];

    public static TheoryData<string, string, int, string?> Calls => new()
    {
        { "lookup_order", """{"order_id":"ORD-4003"}""", 200, null },
        { "lookup_order", """{"order_id":"ord-4009"}""", 200, null },
        { "lookup_order", """{"order_id":"ORD-9900"}""", 404, null },
        { "lookup_customer_by_email", """{"email":"Sarah.Chen@example.com"}""", 200, null },
        { "lookup_customer_by_email", """{"email":"tom.baker@example.com"}""", 404, null },
        { "lookup_customer_orders", """{"customer_id":"C-2002"}""", 200, null },
        { "lookup_customer_orders", """{"customer_id":"C-2010"}""", 404, null },
        { "lookup_product", """{"sku":"SKU-1009"}""", 200, null },
        { "lookup_product", """{"sku":"SKU-1"}""", 404, null },
        { "check_return_eligibility", """{"order_id":"ORD-4001"}""", 200, null },
        { "check_return_eligibility", """{"order_id":"ORD-4008"}""", 200, null },
        { "check_return_eligibility", """{"order_id":"ORD-4014"}""", 200, null },
        { "check_return_eligibility", """{"order_id":"ORD-9900"}""", 404, null },
        { "check_shipping_status", """{"order_id":"ORD-4006"}""", 200, null },
        { "check_shipping_status", """{"order_id":"ORD-4005"}""", 404, "TRACKING_NOT_FOUND" },
        { "process_refund", """{"order_id":"ORD-4001","customer_id":"C-2001"}""", 200, null },
        { "process_refund", """{"order_id":"ORD-4006","customer_id":"C-2002","kind":"shipping","amount":5.5}""", 200, null },
        { "process_refund", """{"order_id":"ORD-4006","customer_id":"C-2002","amount":1.005}""", 422, "INVALID_AMOUNT" },
        { "process_refund", """{"order_id":"ORD-4001","customer_id":"C-2002"}""", 403, "CUSTOMER_MISMATCH" },
        { "process_refund", """{"order_id":"ORD-4015","customer_id":"C-2005"}""", 402, "PAYMENT_METHOD_INVALID" },
        { "process_refund", """{"order_id":"ORD-4014","customer_id":"C-2003"}""", 409, "DUPLICATE_REFUND" },
        { "initiate_return", """{"order_id":"ORD-4001","customer_id":"C-2001","reason":"\"too\" small, l\u00e4stig \ud83d\ude00"}""", 200, null },
        { "initiate_return", """{"order_id":"ORD-4008","customer_id":"C-2007","reason":"late"}""", 422, "OUTSIDE_RETURN_WINDOW" },
        { "escalate_to_human", """{"subject":"s","description":"line\nline","priority":"high"}""", 200, null },
        { "lookup_order", """{"id":"ORD-4001"}""", 400, "INVALID_ARGUMENTS" },
        { "process_refund", "{", 400, "INVALID_ARGUMENTS" },
        { "delete_everything", "{}", 404, "UNKNOWN_TOOL" },
    };

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        for (var last = _open.Count - 1; last >= 0; last--)
        {
            await _open[last].DisposeAsync();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Calls))]
    public async Task Every_answer_is_the_one_the_shop_itself_gives(string tool, string arguments, int status, string? code)
    {
        await using var reference = await SimulatedShop.OpenSqliteAsync(":memory:", OpenShop.Options, TimeProvider.System, CancellationToken.None);
        var shop = new OpenShop(await OpenAsync());

        var answer = await shop.CallRawAsync(tool, arguments);

        Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
        Assert.Equal(await new OpenShop(reference).CallRawAsync(tool, arguments), answer);
    }

    [SkippableFact]
    public async Task An_action_is_done_once_and_listed_among_the_changes_of_its_conversation()
    {
        var toolbox = await OpenAsync();
        var mine = new OpenShop(toolbox, "a world/with ? & signs", "umlaut ä.1");
        var other = new OpenShop(toolbox, "other world", "umlaut ä.1");

        var first = await mine.ReturnAsync("ORD-4001", "C-2001", id: "call 1");
        var again = await mine.ReturnAsync("ORD-4001", "C-2001", id: "call 1");

        Assert.Equal(first, again);
        Assert.Equal(["returns inserted", "orders updated"], (await mine.ChangesAsync()).Select(change => $"{change.Table} {change.Change}"));
        Assert.Equal("umlaut ä.1/call 1", JsonDocument.Parse((await mine.ChangesAsync())[0].Row).RootElement.Text("idempotency_key"));
        Assert.Empty(await other.ChangesAsync());
        Assert.Equal("return_in_progress", (await mine.OrderAsync("ORD-4001")).Text("status"));
        Assert.Equal("delivered", (await other.OrderAsync("ORD-4001")).Text("status"));
    }

    [SkippableFact]
    public async Task Faults_are_drawn_reported_and_mended_the_same_way()
    {
        var options = OpenShop.Options with { FaultPlan = FaultPlan.Harsh, Seed = 11 };
        await using var reference = await SimulatedShop.OpenSqliteAsync(":memory:", options, TimeProvider.System, CancellationToken.None);
        var toolbox = await OpenAsync(options);
        var faults = new HashSet<string?>();

        for (var i = 0; i < 60; i++)
        {
            var call = new ToolCall($"w{i}", $"c{i}", "call", "process_refund", """{"order_id":"ORD-4001","customer_id":"C-2001"}""");
            for (var attempt = 1; attempt <= 3; attempt++)
            {
                var answer = await toolbox.AttemptAsync(call, attempt, CancellationToken.None);
                Assert.Equal(await reference.AttemptAsync(call, attempt, CancellationToken.None), answer);
                faults.Add(answer.Fault);
            }

            Assert.InRange((await toolbox.ChangesAsync($"w{i}", $"c{i}", CancellationToken.None)).Count(change => change.Table == "refund_requests"), 0, 1);
        }

        Assert.Equal([null, "lost_reply", "timeout", "unavailable"], faults.Order());
    }

    [SkippableTheory]
    [InlineData("eq.ORD-4001")]
    [InlineData("ORD-4001&select=id")]
    [InlineData("ORD-4001&customer_id=eq.C-2001")]
    [InlineData("not.is.null")]
    [InlineData("in.(ORD-4001,ORD-4002)")]
    [InlineData("ORD-4001),or=(id.eq.ORD-4002")]
    [InlineData("../customers")]
    [InlineData("ORD-4001#")]
    [InlineData("ORD-4001%26limit=1")]
    [InlineData("ORD-4001' OR '1'='1")]
    [InlineData("*")]
    [InlineData("\"ORD-4001\"")]
    public async Task No_value_becomes_a_query(string value)
    {
        var shop = new OpenShop(await OpenAsync());

        Assert.Equal((404, "null"), await Read("lookup_order", new { order_id = value }));
        Assert.Equal((404, "null"), await Read("lookup_customer_by_email", new { email = value }));
        Assert.Equal((404, "null"), await Read("lookup_customer_orders", new { customer_id = value }));
        Assert.Equal((404, "null"), await Read("lookup_product", new { sku = value }));
        Assert.Equal((404, "null"), await Read("check_return_eligibility", new { order_id = value }));
        Assert.Equal("ORDER_NOT_FOUND", (await shop.RefundAsync(value, "C-2001")).ErrorCode);

        async Task<(int, string)> Read(string tool, object arguments)
        {
            var answer = await shop.CallAsync(tool, arguments);
            return (answer.Status, answer.Body);
        }
    }

    protected abstract Task<SimulatedShop> OpenShopAsync(ShopOptions options);

    /// <summary>The toolbox under test in front of <paramref name="shop"/>; here the shop itself.</summary>
    protected virtual Task<IToolbox> ReachAsync(SimulatedShop shop) => Task.FromResult<IToolbox>(shop);

    /// <summary>The same through HTTP on loopback.</summary>
    protected async Task<IToolbox> ServeAsync(SimulatedShop shop)
    {
        var server = await ShopServer.StartAsync(new ShopRoutes(shop, TimeProvider.System, "a-key"), 0, CancellationToken.None);
        _open.Add(server);
        return new SupabaseShop(
            new SupabaseOptions { Url = server.Url, ServiceRoleKey = "a-key", WorldClock = OpenShop.Now }, TimeProvider.System);
    }

    private async Task<IToolbox> OpenAsync(ShopOptions? options = null)
    {
        var shop = await OpenShopAsync(options ?? OpenShop.Options);
        _open.Add(shop);
        return await ReachAsync(shop);
    }
}

public sealed class InProcessContract : ToolboxContract
{
    protected override Task<SimulatedShop> OpenShopAsync(ShopOptions options) =>
        SimulatedShop.OpenSqliteAsync(":memory:", options, TimeProvider.System, CancellationToken.None);
}

public sealed class ServedSqliteContract : ToolboxContract
{
    protected override Task<SimulatedShop> OpenShopAsync(ShopOptions options) =>
        SimulatedShop.OpenSqliteAsync(":memory:", options, TimeProvider.System, CancellationToken.None);

    protected override Task<IToolbox> ReachAsync(SimulatedShop shop) => ServeAsync(shop);
}

[Collection(PostgresCollection.Name)]
public sealed class ServedPostgresContract(PostgresServer server) : ToolboxContract
{
    public override Task InitializeAsync() => PostgresDatabase.ResetAsync(server.ConnectionString(), CancellationToken.None);

    protected override Task<SimulatedShop> OpenShopAsync(ShopOptions options) =>
        SimulatedShop.OpenPostgresAsync(server.ConnectionString(), options, TimeProvider.System, CancellationToken.None);

    protected override Task<IToolbox> ReachAsync(SimulatedShop shop) => ServeAsync(shop);
}
