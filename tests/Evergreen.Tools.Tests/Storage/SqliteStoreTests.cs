using Dapper;
using Evergreen.Tools.Shop;
using Microsoft.Data.Sqlite;

namespace Evergreen.Tools.Tests.Storage;

public sealed class SqliteFileStoreTests : ShopStoreSpec
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evergreen-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "shop.db");

    [Fact]
    public async Task Rows_can_be_read_from_the_file_while_the_shop_is_open()
    {
        var shop = await OpenAsync();
        await new OpenShop(shop, "w1").RefundAsync("ORD-4006", "C-2002", "shipping");

        await using var reader = new SqliteConnection($"Data Source={Path};Mode=ReadOnly;Pooling=False");

        Assert.Equal(
            ("w1", "ORD-4006", 14.99),
            await reader.QuerySingleAsync<(string, string, double)>(
                "SELECT world, order_id, amount FROM refund_requests WHERE conversation_id IS NOT NULL"));
    }

    [Fact]
    public async Task Every_lookup_goes_through_an_index_so_that_ended_worlds_cost_nothing()
    {
        await OpenAsync();
        await using var reader = new SqliteConnection($"Data Source={Path};Mode=ReadOnly;Pooling=False");
        string[] lookups =
        [
            "orders WHERE world = 'a' AND id = 'b'", "orders WHERE world = 'a' AND customer_id = 'b'",
            "customers WHERE world = 'a' AND email = 'b'", "products WHERE world = 'a' AND sku = 'b'",
            "refund_requests WHERE world IN ('a', 's') AND order_id = 'b'", "returns WHERE world IN ('a', 's') AND order_id = 'b'",
            "refund_requests WHERE world = 'a' AND conversation_id = 'b'", "returns WHERE world = 'a' AND conversation_id = 'b'",
            "support_tickets WHERE world = 'a' AND conversation_id = 'b'", "support_tickets WHERE world = 'a' AND id = 'b'",
        ];

        foreach (var lookup in lookups)
        {
            var plan = await reader.QuerySingleAsync<(int, int, int, string Detail)>($"EXPLAIN QUERY PLAN SELECT * FROM {lookup}");
            Assert.Matches("SEARCH .* USING INDEX .*world=. AND", plan.Detail);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_named()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => SimulatedShop.OpenSqliteAsync(
            System.IO.Path.Combine(_folder.FullName, "missing", "shop.db"), OpenShop.Options, TimeProvider.System, CancellationToken.None));

        Assert.Contains("missing", error.Message);
    }

    protected override Task<SimulatedShop> OpenDatabaseAsync(ShopOptions options) =>
        SimulatedShop.OpenSqliteAsync(Path, options, TimeProvider.System, CancellationToken.None);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>In memory the one connection is the database: opening it again is a new one, so the second opening is the first.</summary>
public sealed class SqliteMemoryStoreTests : ShopStoreSpec
{
    private readonly Dictionary<DateTimeOffset, SimulatedShop> _shops = [];

    protected override async Task<SimulatedShop> OpenDatabaseAsync(ShopOptions options) =>
        _shops.TryGetValue(options.WorldClock, out var open)
            ? open
            : _shops[options.WorldClock] =
                await SimulatedShop.OpenSqliteAsync(":memory:", options, TimeProvider.System, CancellationToken.None);
}
