using Evergreen.Rehearsal.Dialogue;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Tests.Dialogue;

public class ToolResultTests
{
    private const string Orders = """[{"id":"ORD-1001","status":"shipped"},{"note":"no order"},{"id":"ORD-1002","status":"delivered"}]""";

    [Fact]
    public void A_result_that_comes_again_is_not_read_again()
    {
        Assert.Same(Result(Orders).Orders, Result(Orders).Orders);
        Assert.Same(Result("""{"id":"ORD-1001"}""").Order, Result("""{"id":"ORD-1001"}""").Order);
        Assert.Same(Result("""{"id":"C-1"}""").Customer, Result("""{"id":"C-1"}""").Customer);
        Assert.Same(Result("""{"sku":"SKU-1"}""").Product, Result("""{"sku":"SKU-1"}""").Product);
        Assert.Same(Result("""{"carrier":"UPS"}""").Shipping, Result("""{"carrier":"UPS"}""").Shipping);
    }

    [Fact]
    public void What_has_no_number_is_no_order_of_a_list() =>
        Assert.Equal(["ORD-1001", "ORD-1002"], Result(Orders).Orders.Select(order => order.Id));

    [Fact]
    public void A_result_may_be_read_as_anything_and_is_then_empty()
    {
        var words = Result("the service is being restarted");

        Assert.Empty(words.Orders);
        Assert.Equal("", words.Order.Id);
        Assert.Equal("", words.Customer.Id);
        Assert.Null(words.Product.Price);
        Assert.Null(words.Shipping.Carrier);
    }

    private static ToolResult Result(string text) => ToolResult.From(new FunctionResultContent("call_001", text));
}
