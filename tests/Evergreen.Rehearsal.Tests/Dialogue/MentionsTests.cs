using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Tests.Dialogue;

public class MentionsTests
{
    [Theory]
    [InlineData("where is ORD-4007")]
    [InlineData("where is ord4007?")]
    [InlineData("ORD 4OO7 please")]
    [InlineData("its order #4007")]
    [InlineData("#4007")]
    [InlineData("order no. 4007")]
    [InlineData("my order number is 4007")]
    [InlineData("0RD-4O07")]
    [InlineData("Order: 4007.")]
    [InlineData("4007")]
    public void An_order_number_is_read_however_it_is_typed(string text) =>
        Assert.Equal("ORD-4007", Assert.Single(Mentions.OrderIds(text)).Value);

    [Theory]
    [InlineData("I paid $1299 for it")]
    [InlineData("since 2019 I am a customer")]
    [InlineData("I ordered 2 jackets")]
    [InlineData("mike1234@example.com")]
    [InlineData("the order or the log book")]
    public void Other_numbers_are_not_taken_for_orders(string text) => Assert.Empty(Mentions.OrderIds(text));

    [Fact]
    public void Two_orders_and_an_email_in_one_line_are_all_found()
    {
        const string text = "ORD-4011 and ord-4012 are the same (Rachel.F@Example.com), sku 1005";

        Assert.Equal(["ORD-4011", "ORD-4012"], Mentions.OrderIds(text).Select(m => m.Value));
        Assert.Equal("rachel.f@example.com", Assert.Single(Mentions.Emails(text)).Value);
        Assert.Equal("SKU-1005", Assert.Single(Mentions.Skus(text)).Value);
    }
}
