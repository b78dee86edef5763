using System.Text.Json;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Tests.Shop;

/// <summary>The facts scenarios rest on, each read through the tools as an agent would.</summary>
public sealed class SeedFactsTests : IAsyncLifetime
{
    private SimulatedShop _shop = null!;
    private OpenShop _open = null!;

    public async Task InitializeAsync()
    {
        _shop = await SimulatedShop.OpenSqliteAsync(":memory:", OpenShop.Options, TimeProvider.System, CancellationToken.None);
        _open = new OpenShop(_shop);
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData("sarah.chen", "C-2001", "Gold")]
    [InlineData("mike.r", "C-2002", "Silver")]
    [InlineData("priya.p", "C-2003", "Silver")]
    [InlineData("jwilson", "C-2004", "Gold")]
    [InlineData("emma.t", "C-2005", "Bronze")]
    [InlineData("lisa.n", "C-2006", "Silver")]
    [InlineData("carlos.m", "C-2007", "Bronze")]
    [InlineData("rachel.f", "C-2008", "Silver")]
    [InlineData("alex.park", "C-2009", "Bronze")]
    [InlineData("dkim", "C-2010", "Bronze")]
    public async Task Ten_customers_are_known_by_email(string who, string id, string tier)
    {
        var customer = await _open.ReadAsync("lookup_customer_by_email", new { email = $"{who}@example.com" });

        Assert.Equal((id, tier), (customer.Text("id"), customer.Text("loyalty_tier")));
        Assert.True(customer.Time("joined_at") < OpenShop.Now);
    }

    [Theory]
    [InlineData("jenny.zhao")]
    [InlineData("tom.baker")]
    [InlineData("dan.white")]
    public async Task Three_customers_are_not(string who)
    {
        var response = await _open.CallAsync("lookup_customer_by_email", new { email = $"{who}@example.com" });

        Assert.Equal((404, "null"), (response.Status, response.Body));
    }

    [Fact]
    public async Task Dkim_has_just_joined()
    {
        var customer = await _open.ReadAsync("lookup_customer_by_email", new { email = "dkim@example.com" });

        Assert.InRange(customer.Time("joined_at"), OpenShop.Now.AddDays(-7), OpenShop.Now);
    }

    [Theory]
    [InlineData(1002, "Premium Hoodie", "fit_advice")]
    [InlineData(1003, "Trail Runner Pro", "fit_advice")]
    [InlineData(1004, "Waterproof Shell Jacket", "water_resistance")]
    [InlineData(1005, "Wireless Earbuds", "battery_life")]
    [InlineData(1006, "Weekender Duffel", "capacity")]
    [InlineData(1009, "Ultralight Down Jacket", "fill_power")]
    [InlineData(1010, "Canvas Backpack", "water_resistance")]
    [InlineData(1012, "Bluetooth Speaker", "battery_life")]
    [InlineData(1014, "Ceramic Travel Mug", "keeps_hot")]
    public async Task Named_products_answer_the_questions_they_are_asked(int number, string name, string attribute)
    {
        var product = await _open.ReadAsync("lookup_product", new { sku = $"SKU-{number}" });

        Assert.Equal(name, product.Text("name"));
        Assert.NotEmpty(product.GetProperty("attributes").Text(attribute));
    }

    [Fact]
    public async Task Fifteen_products_count_stock_in_every_colour_and_size_they_come_in()
    {
        for (var number = 1001; number <= 1015; number++)
        {
            var product = await _open.ReadAsync("lookup_product", new { sku = $"SKU-{number}" });
            var stock = product.GetProperty("stock");

            Assert.Equal(Strings(product.GetProperty("colors")), stock.EnumerateObject().Select(color => color.Name));
            Assert.All(stock.EnumerateObject(), color => Assert.Equal(
                Strings(product.GetProperty("sizes")), color.Value.EnumerateObject().Select(size => size.Name)));
            Assert.True(product.Number("price") > 0);
            Assert.Contains($"SKU-{number} {product.Text("name")}", ToolCatalog.Find("lookup_product")!.Description, StringComparison.Ordinal);
        }

        Assert.Equal(404, (await _open.CallAsync("lookup_product", new { sku = "SKU-1016" })).Status);
    }

    [Fact]
    public async Task Every_order_adds_up_to_what_was_charged()
    {
        for (var number = 4001; number <= 4015; number++)
        {
            var order = await _open.OrderAsync($"ORD-{number}");
            var items = order.GetProperty("items").EnumerateArray().ToList();

            Assert.Equal(order.Number("subtotal"), items.Sum(item => item.Number("price") * item.Number("qty")));
            Assert.Equal(order.Number("total"), order.Number("subtotal") - order.Number("discount") + order.Number("shipping_cost"));
            foreach (var item in items)
            {
                var product = await _open.ReadAsync("lookup_product", new { sku = item.Text("sku") });
                Assert.Equal((product.Text("name"), product.Number("price")), (item.Text("name"), item.Number("price")));
                Assert.Contains(item.Text("size"), Strings(product.GetProperty("sizes")));
                Assert.Contains(item.Text("color"), Strings(product.GetProperty("colors")));
            }
        }
    }

    [Theory]
    [InlineData("ORD-4016")]
    [InlineData("ORD-9900")]
    [InlineData("ORD-9999")]
    public async Task Other_order_numbers_do_not_exist(string order) =>
        Assert.Equal("null", (await _open.CallAsync("lookup_order", new { order_id = order })).Body);

    [Fact]
    public async Task Order_4001_was_delivered_inside_the_window()
    {
        var order = await OrderOf("ORD-4001", "C-2001", "delivered");
        Assert.InRange(order.Time("delivered_at"), OpenShop.Now.AddDays(-29), OpenShop.Now.AddDays(-1));
    }

    [Fact]
    public async Task Order_4002_is_five_days_in_transit_and_paid_shipping_it_should_not()
    {
        var order = await OrderOf("ORD-4002", "C-2002", "shipped");
        Assert.Equal(OpenShop.Now.AddDays(-5), order.Time("shipped_at"));
        Assert.Equal(("standard", 5.99m), (order.Text("shipping_method"), order.Number("shipping_cost")));
        Assert.True(order.Number("subtotal") > 50);
    }

    [Fact]
    public async Task Order_4003_is_split_with_the_beanie_still_under_way()
    {
        var items = (await OrderOf("ORD-4003", "C-2003", "delivered")).GetProperty("items");
        Assert.Equal(("SKU-1004", "delivered"), (items[0].Text("sku"), items[0].Text("status")));
        Assert.Equal(("Merino Beanie", "in transit"), (items[1].Text("name"), items[1].Text("status")));
    }

    [Fact]
    public async Task Order_4004_is_a_gift_with_its_payment_pending()
    {
        var order = await OrderOf("ORD-4004", "C-2004", "delivered");
        Assert.True(order.GetProperty("is_gift").GetBoolean());
        Assert.Equal("pending", order.Text("payment_status"));
    }

    [Fact]
    public async Task Order_4005_was_placed_yesterday_without_its_promo_discount()
    {
        var order = await OrderOf("ORD-4005", "C-2005", "processing");
        Assert.Equal(OpenShop.Now.AddDays(-1), order.Time("placed_at"));
        Assert.Equal(("SUMMER20", 0m), (order.Text("promo_code"), order.Number("discount")));
        Assert.Equal(order.Number("subtotal") * 0.20m, order.Number("promo_discount_due"));
    }

    [Fact]
    public async Task Order_4006_is_express_late_and_silent_for_three_days()
    {
        await OrderOf("ORD-4006", "C-2002", "shipped");
        var report = await _open.ReadAsync("check_shipping_status", new { order_id = "ORD-4006" });
        Assert.Equal("express", report.Text("shipping_method"));
        Assert.True(report.GetProperty("late").GetBoolean());
        Assert.Equal((8, 5, 3), (Int(report, "days_in_transit"), Int(report, "days_late"), Int(report, "days_since_last_scan")));
    }

    [Fact]
    public async Task Order_4007_is_a_small_white_hoodie_packed_navy()
    {
        var order = await OrderOf("ORD-4007", "C-2006", "delivered");
        var item = order.GetProperty("items")[0];
        Assert.Equal(("SKU-1002", "S", "white"), (item.Text("sku"), item.Text("size"), item.Text("color")));
        Assert.Contains("navy", order.Text("notes"));
    }

    [Fact]
    public async Task Order_4008_is_a_jacket_outside_the_window()
    {
        var order = await OrderOf("ORD-4008", "C-2007", "delivered");
        Assert.Contains("Jacket", order.GetProperty("items")[0].Text("name"));
        Assert.True(order.Time("delivered_at") < OpenShop.Now.AddDays(-35));
    }

    [Fact]
    public async Task Order_4009_lists_two_items_one_of_them_the_bottle()
    {
        var items = (await OrderOf("ORD-4009", "C-2001", "delivered")).GetProperty("items");
        Assert.Equal(2, items.GetArrayLength());
        Assert.Contains(items.EnumerateArray(), item => item.Text("name").Contains("Bottle"));
    }

    [Fact]
    public async Task Order_4010_is_a_delivered_speaker() =>
        Assert.Equal("Bluetooth Speaker", (await OrderOf("ORD-4010", "C-2004", "delivered")).GetProperty("items")[0].Text("name"));

    [Fact]
    public async Task Orders_4011_and_4012_are_the_same_minutes_apart()
    {
        var first = await OrderOf("ORD-4011", "C-2008", "delivered");
        var second = await OrderOf("ORD-4012", "C-2008", "delivered");
        foreach (var field in new[] { "items", "total", "payment_method", "ship_to" })
        {
            Assert.Equal(first.GetProperty(field).GetRawText(), second.GetProperty(field).GetRawText());
        }

        Assert.InRange(second.Time("placed_at") - first.Time("placed_at"), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Order_4013_is_delivered_to_alex() => await OrderOf("ORD-4013", "C-2009", "delivered");

    [Fact]
    public async Task Order_4014_waits_for_its_refund_too_long()
    {
        await OrderOf("ORD-4014", "C-2003", "return_in_progress");
        var refused = await _open.RefundAsync("ORD-4014", "C-2003");
        Assert.Equal("DUPLICATE_REFUND", refused.ErrorCode);
        Assert.Contains("pending", refused.Body);
    }

    [Fact]
    public async Task Order_4015_is_cancelled_and_its_card_expired()
    {
        var order = await OrderOf("ORD-4015", "C-2005", "cancelled");
        Assert.True(order.Time("card_expires_at") < OpenShop.Now);
        Assert.True(order.Time("card_expires_at") > order.Time("placed_at"));
    }

    private async Task<JsonElement> OrderOf(string id, string customer, string status)
    {
        var order = await _open.OrderAsync(id);
        Assert.Equal((customer, status), (order.Text("customer_id"), order.Text("status")));
        return order;
    }

    private static int Int(JsonElement element, string field) => element.GetProperty(field).GetInt32();

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(value => value.GetString()!);
}
