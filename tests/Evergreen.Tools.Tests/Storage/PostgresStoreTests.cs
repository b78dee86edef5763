using Dapper;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;
using Npgsql;

namespace Evergreen.Tools.Tests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class PostgresStoreTests(PostgresServer server) : ShopStoreSpec
{
    public override Task InitializeAsync() => PostgresDatabase.ResetAsync(server.ConnectionString(), CancellationToken.None);

    [SkippableFact]
    public async Task Replies_are_the_same_as_on_SQLite()
    {
        await using var sqlite = await SimulatedShop.OpenSqliteAsync(":memory:", OpenShop.Options, TimeProvider.System, CancellationToken.None);
        var (here, there) = (new OpenShop(await OpenAsync()), new OpenShop(sqlite));
        (string Tool, object Arguments)[] calls =
        [
            .. Enumerable.Range(4001, 15).Select(n => ("lookup_order", (object)new { order_id = $"ORD-{n}" })),
            .. Enumerable.Range(1001, 15).Select(n => ("lookup_product", (object)new { sku = $"SKU-{n}" })),
            .. Enumerable.Range(2001, 10).Select(n => ("lookup_customer_orders", (object)new { customer_id = $"C-{n}" })),
            .. Enumerable.Range(4001, 15).Select(n => ("check_return_eligibility", (object)new { order_id = $"ORD-{n}" })),
            .. Enumerable.Range(4001, 15).Select(n => ("check_shipping_status", (object)new { order_id = $"ORD-{n}" })),
            ("lookup_customer_by_email", new { email = "sarah.chen@example.com" }),
            ("process_refund", new { order_id = "ORD-4006", customer_id = "C-2002", kind = "shipping" }),
            ("initiate_return", new { order_id = "ORD-4001", customer_id = "C-2001", reason = "too small" }),
            ("process_refund", new { order_id = "ORD-4001", customer_id = "C-2001" }),
            ("escalate_to_human", new { subject = "s", description = "d" }),
        ];

        foreach (var (tool, arguments) in calls)
        {
            Assert.Equal(await there.CallAsync(tool, arguments), await here.CallAsync(tool, arguments));
        }

        Assert.Equal(await there.ChangesAsync(), await here.ChangesAsync());
    }

    [SkippableFact]
    public async Task Five_hundred_conversations_share_a_pool_of_ten()
    {
        var shop = await OpenAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            var open = new OpenShop(shop, i % 2 == 0 ? $"w{i}" : "shared", $"c{i}");
            await open.OrderAsync("ORD-4001");
            await open.CallAsync("escalate_to_human", new { subject = "s", description = "d", order_id = "ORD-4001" });
            return await open.RefundAsync("ORD-4001", "C-2001");
        }));

        Assert.Equal(251, replies.Count(reply => reply.Status == 200));
        Assert.Equal(249, replies.Count(reply => reply.ErrorCode == "DUPLICATE_REFUND"));
        await using var connection = new NpgsqlConnection(server.ConnectionString());
        Assert.InRange(
            await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'evergreen'"), 1, 10);
    }

    [SkippableFact]
    public async Task A_server_that_crashes_and_returns_is_a_transient_failure_and_loses_or_doubles_no_row()
    {
        var shop = await OpenAsync();
        Skip.IfNot(server.IsPrivate, "a given server is not ours to stop");
        var transient = 0;
        var returned = 0;
        var underWay = new TaskCompletionSource();

        async Task PlayAsync(int i)
        {
            var open = new OpenShop(shop, $"w{i}", $"c{i}");
            (string Tool, string Arguments)[] calls =
            [
                ("lookup_order", """{"order_id":"ORD-4001"}"""),
                ("initiate_return", """{"order_id":"ORD-4001","customer_id":"C-2001","reason":"too small"}"""),
                ("process_refund", """{"order_id":"ORD-4001","customer_id":"C-2001"}"""),
                ("escalate_to_human", """{"subject":"s","description":"d"}"""),
            ];
            for (var call = 0; call < calls.Length; call++)
            {
                ToolResponse reply;
                for (var attempt = 1; ; attempt++)
                {
                    reply = await open.CallRawAsync(calls[call].Tool, calls[call].Arguments, $"call-{call}", attempt);
                    if (!reply.IsTransient)
                    {
                        break;
                    }

                    Assert.Equal(("STORE_UNAVAILABLE", null), (reply.ErrorCode, reply.Fault));
                    Interlocked.Increment(ref transient);
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                }

                Assert.Equal(200, reply.Status);
                if (call == 1 && Interlocked.Increment(ref returned) == 60)
                {
                    underWay.SetResult();
                }
            }
        }

        var playing = Enumerable.Range(0, 200).Select(i => Task.Run(() => PlayAsync(i))).ToArray();
        await underWay.Task.WaitAsync(TimeSpan.FromSeconds(30));
        server.Crash();
        server.Start();
        await Task.WhenAll(playing).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(transient > 0, "the server was not missed");
        await using var connection = new NpgsqlConnection(server.ConnectionString());
        foreach (var table in new[] { "returns", "refund_requests", "support_tickets" })
        {
            Assert.Equal(200, await connection.ExecuteScalarAsync<int>($"SELECT COUNT(*) FROM evergreen.{table} WHERE conversation_id IS NOT NULL"));
        }
    }

    [SkippableFact]
    public async Task Making_the_schema_again_keeps_its_rows_even_when_several_do_it()
    {
        await new OpenShop(await OpenAsync(), "kept").RefundAsync("ORD-4001", "C-2001");

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => PostgresDatabase.InitAsync(server.ConnectionString(), CancellationToken.None)));

        var check = await PostgresDatabase.CheckAsync(server.ConnectionString(), CancellationToken.None);
        Assert.Equal((null, 2), (check.Problem, check.Worlds));
        Assert.Equal("refunded", (await new OpenShop(await OpenAsync(), "kept").OrderAsync("ORD-4001")).Text("status"));
    }

    [SkippableFact]
    public async Task A_missing_schema_and_one_of_another_version_are_named_with_the_mend()
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString());
        await connection.ExecuteAsync("COMMENT ON SCHEMA evergreen IS 'older'");
        Assert.Contains("db reset", (await PostgresDatabase.CheckAsync(server.ConnectionString(), CancellationToken.None)).Problem);
        await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresDatabase.InitAsync(server.ConnectionString(), CancellationToken.None));

        await connection.ExecuteAsync("DROP SCHEMA evergreen CASCADE");
        Assert.Contains("db init", (await PostgresDatabase.CheckAsync(server.ConnectionString(), CancellationToken.None)).Problem);
        Assert.Contains("db init", (await Assert.ThrowsAsync<InvalidOperationException>(() => OpenAsync())).Message);
    }

    [SkippableFact]
    public async Task A_reset_touches_no_other_schema()
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString());
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS public.someone_elses (id integer)");

        await PostgresDatabase.ResetAsync(server.ConnectionString(), CancellationToken.None);

        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM public.someone_elses"));
    }

    protected override Task<SimulatedShop> OpenDatabaseAsync(ShopOptions options) =>
        SimulatedShop.OpenPostgresAsync(server.ConnectionString(), options, TimeProvider.System, CancellationToken.None);
}
