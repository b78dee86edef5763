using Evergreen.Rehearsal.Support;

namespace Evergreen.Rehearsal.Tests.Support;

public class PolicyReaderTests
{
    [Theory]
    [InlineData("If a parcel comes later than we promised, give back the postage.")]
    [InlineData("Reimburse the delivery fee of overdue orders, even while they are still in transit.")]
    [InlineData("When a shipment is delayed past its date, never refuse to refund the shipping charge.")]
    public void A_late_shipment_refund_is_recognised_however_it_is_worded(string line) =>
        Assert.True(PolicyReader.Read(line).Says(PolicyLine.RefundsLateShipping));

    [Theory]
    [InlineData("Do not refund the shipping cost when an order is late.")]
    [InlineData("We never reimburse shipping charges for delayed parcels.")]
    [InlineData("Late orders: apologise and explain where the parcel is.")]
    public void A_line_that_denies_the_refund_is_not_taken_for_one(string line) =>
        Assert.False(PolicyReader.Read(line).Says(PolicyLine.RefundsLateShipping));

    [Theory]
    [InlineData("A coupon that failed to come off is our mistake: credit the difference at once.", true)]
    [InlineData("If a discount code did not work, reimburse what the customer overpaid.", true)]
    [InlineData("Promo codes that did not work cannot be refunded.", false)]
    [InlineData("A missing discount is refunded only after delivery.", false)]
    public void A_missing_promo_is_mended_only_where_the_line_says_so(string line, bool expected) =>
        Assert.Equal(expected, PolicyReader.Read(line).Says(PolicyLine.RefundsMissingPromo));

    [Theory]
    [InlineData("If someone wants to send an item back and get reimbursed, make both calls in one step.", true)]
    [InlineData("Return and refund: run them simultaneously.", true)]
    [InlineData("Do not start a return and a refund at the same time.", false)]
    public void Return_and_refund_are_paired_only_where_the_line_says_so(string line, bool expected) =>
        Assert.Equal(expected, PolicyReader.Read(line).Says(PolicyLine.ReturnsAndRefundsTogether));

    [Theory]
    [InlineData("On a 503 or a timeout, try again once.", true)]
    [InlineData("If a service is unavailable, make a second attempt before you do anything else.", true)]
    [InlineData("Do not retry after a server error.", false)]
    public void Server_errors_are_retried_only_where_the_line_says_so(string line, bool expected) =>
        Assert.Equal(expected, PolicyReader.Read(line).Says(PolicyLine.RetriesServerErrors));

    [Theory]
    [InlineData("If an order number does not exist, search by the customer's e-mail for their account.", true)]
    [InlineData("Unknown order numbers: pull up the account by e-mail and go through its orders.", true)]
    [InlineData("If an order cannot be found, say so and stop.", false)]
    [InlineData("If an order cannot be found, do not look up the account.", false)]
    public void A_missing_order_is_looked_for_only_where_the_line_says_so(string line, bool expected) =>
        Assert.Equal(expected, PolicyReader.Read(line).Says(PolicyLine.LooksUpAccountWhenNotFound));

    [Fact]
    public void Both_releases_share_their_figures_and_differ_in_six_lines()
    {
        var v1 = PolicyReader.Read(Talk.Prompt("support-v1.md"));
        var v2 = PolicyReader.Read(Talk.Prompt("support-v2.md"));

        foreach (var policy in new[] { v1, v2 })
        {
            Assert.Equal("30", policy.ReturnDays);
            Assert.Equal("5-7 business days", policy.RefundTime);
            Assert.Equal("14", policy.PriceMatchDays);
            Assert.Equal(50, policy.FreeShippingOver);
            Assert.Equal("free for orders over $50, otherwise $5.99; takes 5-7 days", policy.Shipping["standard"]);
            Assert.Equal("$12.99-$14.99; takes 2-3 days", policy.Shipping["express"]);
            Assert.Equal("$24.99", policy.Shipping["overnight"]);
        }

        Assert.Equal([PolicyLine.Acknowledges], v1.Lines);
        Assert.Equal(Enum.GetValues<PolicyLine>(), v2.Lines.Order());
    }
}
