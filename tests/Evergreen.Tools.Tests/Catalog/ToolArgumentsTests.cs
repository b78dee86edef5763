using System.Text;
using System.Text.Json;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Tests.Catalog;

public sealed class ToolArgumentsTests : IAsyncLifetime
{
    private SimulatedShop _shop = null!;
    private OpenShop _open = null!;

    public static TheoryData<string> ToolNames => [.. ToolCatalog.All.Select(tool => tool.Name)];

    public async Task InitializeAsync()
    {
        _shop = await SimulatedShop.OpenSqliteAsync(":memory:", OpenShop.Options, TimeProvider.System, CancellationToken.None);
        _open = new OpenShop(_shop);
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public void The_nine_tools_are_advertised_with_strict_schemas()
    {
        Assert.Equal(
            ["lookup_order", "lookup_customer_by_email", "lookup_customer_orders", "lookup_product", "check_return_eligibility",
             "process_refund", "initiate_return", "check_shipping_status", "escalate_to_human"],
            _shop.Tools.Select(tool => tool.Name));
        Assert.All(_shop.Tools, tool =>
        {
            Assert.False(tool.Parameters.GetProperty("additionalProperties").GetBoolean());
            Assert.NotEmpty(tool.Description);
            Assert.All(tool.Parameters.GetProperty("properties").EnumerateObject(), argument => Assert.True(argument.Value.Has("description")));
        });
        Assert.Equal(5, _shop.Tools.Count(tool => tool.Kind == ToolKind.Read));
    }

    [Theory]
    [MemberData(nameof(ToolNames))]
    public async Task Every_tool_names_what_is_missing_and_what_is_unknown(string tool)
    {
        var required = ToolCatalog.Find(tool)!.Parameters.GetProperty("required").EnumerateArray().Select(name => name.GetString()!);

        var reply = await _open.CallRawAsync(tool, """{"surprise":1}""");

        Assert.Equal((400, "INVALID_ARGUMENTS"), (reply.Status, reply.ErrorCode));
        var error = reply.Json().Text("error");
        Assert.Contains("unknown argument \"surprise\"", error);
        Assert.All(required, name => Assert.Contains($"missing argument \"{name}\"", error));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"order_id\":\"ORD-4001\"", "not valid JSON")]
    [InlineData("null", "are null, not an object")]
    [InlineData("[\"ORD-4001\"]", "an array, not an object")]
    [InlineData("\"ORD-4001\"", "a string, not an object")]
    [InlineData("{\"order_id\":4001}", "argument \"order_id\" is a number, not a string")]
    [InlineData("{\"order_id\":null}", "missing argument \"order_id\"")]
    [InlineData("{\"order_id\":{\"eq\":\"x\"}}", "is an object, not a string")]
    [InlineData("{\"order_id\":\"a\",\"order_id\":\"b\"}", "not valid JSON")]
    [InlineData("{\"order_id\":\"ORD\\u0000-4001\"}", "control characters")]
    [InlineData("{\"order_id\":\"ORD\\u001b-4001\"}", "control characters")]
    [InlineData("{\"order_id\":\"\\ud800\"}", "surrogate")]
    [InlineData("{\"\\ud800\":\"x\"}", "surrogate")]
    public async Task Arguments_that_do_not_fit_are_refused_with_the_reason(string arguments, string reason)
    {
        var reply = await _open.CallRawAsync("lookup_order", arguments);

        Assert.Equal((400, "INVALID_ARGUMENTS"), (reply.Status, reply.ErrorCode));
        Assert.Contains(reason, reply.Json().Text("error"));
    }

    [Fact]
    public async Task Half_a_raw_surrogate_pair_is_refused() =>
        Assert.Contains("surrogate", (await _open.CallRawAsync("lookup_order", "{\"order_id\":\"\ud800\"}")).Json().Text("error"));

    [Theory]
    [InlineData("""{"order_id":"ORD-4006","customer_id":"C-2002","kind":"gift"}""", "use one of full, shipping, promo")]
    [InlineData("""{"order_id":"ORD-4006","customer_id":"C-2002","amount":"5.99"}""", "argument \"amount\" is a string, not a number")]
    [InlineData("""{"order_id":"ORD-4006","customer_id":"C-2002","amount":1e400}""", "too large a number")]
    public async Task A_refund_checks_kind_and_amount(string arguments, string reason) =>
        Assert.Contains(reason, (await _open.CallRawAsync("process_refund", arguments)).Json().Text("error"));

    [Fact]
    public async Task Null_for_an_optional_argument_leaves_it_out() =>
        Assert.Equal(200, (await _open.CallRawAsync(
            "process_refund", """{"order_id":"ORD-4001","customer_id":"C-2001","kind":null,"amount":null}""")).Status);

    [Theory]
    [InlineData("ord-4001")]
    [InlineData(" ORD-4001 ")]
    public async Task Order_numbers_do_not_care_for_case_or_blanks(string order) =>
        Assert.Equal("ORD-4001", (await _open.OrderAsync(order)).Text("id"));

    [Theory]
    [MemberData(nameof(ToolNames))]
    public async Task A_megabyte_of_text_is_refused_at_once(string tool)
    {
        var huge = new string('x', 1024 * 1024);

        var asValue = await _open.CallAsync(tool, new { order_id = huge, subject = huge, email = huge });
        var asName = await _open.CallRawAsync(tool, $"{{\"{huge}\":1}}");
        var asTool = await _open.CallRawAsync(huge, "{}");

        Assert.Equal([400, 400, 404], new[] { asValue.Status, asName.Status, asTool.Status });
        Assert.All(new[] { asValue, asName, asTool }, reply => Assert.True(reply.Body.Length < 1000));
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var nested = new StringBuilder().Insert(0, "{\"a\":", 5000).Append('1').Append('}', 5000).ToString();

        Assert.Equal(400, (await _open.CallRawAsync("lookup_order", nested)).Status);
    }

    [Theory]
    [InlineData("' OR '1'='1")]
    [InlineData("ORD-4001'; DROP TABLE orders; --")]
    [InlineData("x' UNION SELECT * FROM customers --")]
    [InlineData("eq.ORD-4001")]
    [InlineData("ORD-4001&select=*")]
    [InlineData("%")]
    [InlineData("*")]
    [InlineData("")]
    public async Task Hostile_order_numbers_find_nothing_and_break_nothing(string order)
    {
        Assert.Equal("null", (await _open.CallAsync("lookup_order", new { order_id = order })).Body);
        Assert.Equal("ORDER_NOT_FOUND", (await _open.RefundAsync(order, "C-2001")).ErrorCode);
        Assert.Equal("delivered", (await _open.OrderAsync("ORD-4001")).Text("status"));
    }

    [Fact]
    public async Task An_unknown_tool_lists_the_tools_there_are()
    {
        var reply = await _open.CallRawAsync("issue_refund", "{}");

        Assert.Equal((404, "UNKNOWN_TOOL"), (reply.Status, reply.ErrorCode));
        Assert.All(ToolCatalog.All, tool => Assert.Contains(tool.Name, reply.Body));
    }

    [Fact]
    public async Task A_list_of_orders_is_newest_first_and_nothing_for_a_stranger()
    {
        var orders = await _open.ReadAsync("lookup_customer_orders", new { customer_id = "C-2002" });

        Assert.Equal(["ORD-4002", "ORD-4006"], orders.EnumerateArray().Select(order => order.Text("id")));
        Assert.Equal("null", (await _open.CallAsync("lookup_customer_orders", new { customer_id = "C-2010" })).Body);
    }

    [Fact]
    public async Task The_world_of_the_seed_is_not_for_conversations() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _shop.AttemptAsync(
            new ToolCall("seed/2026", "c", "1", "lookup_order", JsonSerializer.Serialize(new { order_id = "ORD-4001" })), 1, default));

    [Fact]
    public void Refundable_statuses_must_exist() =>
        Assert.Contains("shiped", Assert.Throws<ArgumentException>(
            () => (OpenShop.Options with { RefundableStatuses = ["shiped"] }).Validate()).Message);
}
