using System.Text.Json;
using Evergreen.Tools.Remote;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Tests.Remote;

/// <summary>The served side as a PostgREST client meets it that knows nothing of worlds and conversations.</summary>
public sealed class ShopRoutesTests : IAsyncLifetime
{
    private SimulatedShop _shop = null!;
    private ShopRoutes _routes = null!;

    public async Task InitializeAsync()
    {
        _shop = await SimulatedShop.OpenSqliteAsync(":memory:", OpenShop.Options, TimeProvider.System, CancellationToken.None);
        _routes = new ShopRoutes(_shop, TimeProvider.System);
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData("customers", 10)]
    [InlineData("products", 15)]
    [InlineData("orders", 15)]
    [InlineData("returns", 1)]
    [InlineData("refund_requests", 1)]
    [InlineData("support_tickets", 0)]
    public async Task All_six_tables_can_be_listed(string table, int rows) =>
        Assert.Equal(rows, Parse(await GetAsync(table)).GetArrayLength());

    [Fact]
    public async Task Rows_are_filtered_ordered_cut_and_narrowed_as_asked()
    {
        var reply = await GetAsync("orders", query: [("select", "id,status,delivered_at"), ("customer_id", "eq.C-2002"), ("order", "placed_at.desc"), ("limit", "1")]);

        Assert.Equal("""[{"id":"ORD-4002","status":"shipped","delivered_at":null}]""", reply.Body);
    }

    [Fact]
    public async Task A_single_object_is_exactly_one_row()
    {
        const string accept = "application/vnd.pgrst.object+json";

        var one = await GetAsync("orders", accept, ("id", "eq.ORD-4001"), ("select", "*"));
        var none = await GetAsync("orders", accept, ("id", "eq.ORD-9900"));
        var many = await GetAsync("orders", accept, ("customer_id", "eq.C-2001"));

        Assert.Equal((200, accept), (one.Status, one.ContentType));
        Assert.Equal("ORD-4001", Parse(one).Text("id"));
        Assert.Equal([406, 406], new[] { none.Status, many.Status });
        Assert.Equal("PGRST116", Parse(none).Text("code"));
    }

    [Theory]
    [InlineData("id", "neq.ORD-4001", "only eq is served")]
    [InlineData("id", "in.(ORD-4001)", "only eq is served")]
    [InlineData("or", "(id.eq.ORD-4001)", "cannot be filtered by \"or\"")]
    [InlineData("world", "eq.other", "cannot be filtered by \"world\"")]
    [InlineData("id=1; DROP TABLE orders; --", "eq.1", "cannot be filtered")]
    [InlineData("select", "id,secrets", "names \"secrets\"")]
    [InlineData("select", "*,returns(*)", "names \"*\"")]
    [InlineData("order", "id;DROP TABLE orders", "order is")]
    [InlineData("order", "id.desc.nullslast", "order is")]
    [InlineData("limit", "-1", "limit is")]
    public async Task What_is_not_served_is_refused_and_never_ignored(string name, string value, string reason)
    {
        var reply = await GetAsync("orders", query: (name, value));

        Assert.Equal(400, reply.Status);
        Assert.Contains(reason, Parse(reply).Text("error"));
    }

    [Fact]
    public async Task An_action_with_the_same_key_is_done_once_and_one_without_a_key_each_time()
    {
        var first = await RefundAsync("""{"order_id":"ORD-4006","customer_id":"C-2002","kind":"shipping"}""", "my key");
        var again = await RefundAsync("""{"order_id":"ORD-4006","customer_id":"C-2002","kind":"shipping"}""", "my key");
        var without = await RefundAsync("""{"order_id":"ORD-4006","customer_id":"C-2002","kind":"shipping"}""", null);

        Assert.Equal((200, first.Body), (first.Status, again.Body));
        Assert.False(Parse(first).Has("status_code"));
        Assert.Equal((409, "DUPLICATE_REFUND"), (without.Status, Parse(without).Text("code")));
        Assert.Equal(2, Parse(await GetAsync("refund_requests")).GetArrayLength());
    }

    [Fact]
    public async Task Requests_without_a_key_never_repeat_those_of_an_earlier_server_on_the_same_database()
    {
        await RefundAsync("""{"order_id":"ORD-4006","customer_id":"C-2002","kind":"shipping"}""", null);
        var later = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(OpenShop.Now);
        var restarted = new ShopRoutes(_shop, later);

        var reply = await restarted.AnswerAsync(Post("""{"order_id":"ORD-4001","customer_id":"C-2001"}""", null), CancellationToken.None);

        Assert.Equal("ORD-4001", Parse(reply).Text("order_id"));
    }

    [Theory]
    [InlineData("POST", "/rest/v1/orders", 405)]
    [InlineData("GET", "/functions/v1/process-refund", 405)]
    [InlineData("GET", "/rest/v1/secrets", 404)]
    [InlineData("POST", "/functions/v1/drop-tables", 404)]
    [InlineData("GET", "/", 404)]
    public async Task Other_routes_and_methods_are_refused(string method, string path, int status)
    {
        var reply = await _routes.AnswerAsync(new ShopRequest(method, path, [], _ => null, ""), CancellationToken.None);

        Assert.Equal(status, reply.Status);
        Assert.NotEmpty(Parse(reply).Text("error"));
    }

    [Theory]
    [InlineData(null, null, 401)]
    [InlineData("apikey", "wrong", 401)]
    [InlineData("apikey", "right", 200)]
    [InlineData("Authorization", "Bearer right", 200)]
    public async Task A_key_is_asked_for_where_there_is_one(string? header, string? value, int status)
    {
        var locked = new ShopRoutes(_shop, TimeProvider.System, "right");

        var reply = await locked.AnswerAsync(
            new ShopRequest("GET", "/rest/v1/orders", [], name => name == header ? value : null, ""), CancellationToken.None);

        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task The_seeds_world_is_not_served()
    {
        var reply = await _routes.AnswerAsync(
            new ShopRequest("GET", "/rest/v1/orders", [], name => name == "X-Evergreen-World" ? "seed%2F2026" : null, ""), CancellationToken.None);

        Assert.Equal("RESERVED_WORLD", Parse(reply).Text("code"));
    }

    private Task<ShopReply> GetAsync(string table, string accept = "application/json", params (string Name, string Value)[] query) =>
        _routes.AnswerAsync(
            new ShopRequest(
                "GET",
                $"/rest/v1/{table}",
                [.. query.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))],
                name => name == "Accept" ? accept : null,
                ""),
            CancellationToken.None);

    private Task<ShopReply> RefundAsync(string body, string? key) => _routes.AnswerAsync(Post(body, key), CancellationToken.None);

    private static ShopRequest Post(string body, string? key) =>
        new("POST", "/functions/v1/process-refund", [], name => name == "Idempotency-Key" ? key : null, body);

    private static JsonElement Parse(ShopReply reply) => JsonDocument.Parse(reply.Body).RootElement;
}
