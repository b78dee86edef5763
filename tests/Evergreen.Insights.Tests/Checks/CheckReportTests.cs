using System.Text.Json;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Checks;

public sealed class CheckReportTests
{
    private static readonly ConversationRecord[] Conversations =
    [
        DeadEnd().Play("a#1"),
        DeadEnd().Call("lookup_customer_orders", new { customer_id = "C-1" }).Play("a#2"),
        new Script().Customer("Hi").Agent("Hello.").Play("a#3"),
        DeadEnd().Play("a#4", Ending.InfrastructureFailed),
    ];

    [Fact]
    public void Each_check_counts_what_applied_and_names_what_it_found()
    {
        var report = CheckReport.Of(Conversations);

        var deadEnds = report.Checks["dead_end_after_not_found"];
        Assert.Equal((2, 1, 0.5), (deadEnds.Applicable, deadEnds.Count, deadEnds.Rate!.Value));
        Assert.Equal(["a#1"], deadEnds.Conversations);
        Assert.Equal((0, 0, null), (report.Checks["paid_twice"].Applicable, report.Checks["paid_twice"].Count, report.Checks["paid_twice"].Rate));
    }

    [Fact]
    public void What_broke_by_our_own_fault_is_not_looked_at() => Assert.Equal(3, CheckReport.Of(Conversations).Conversations);

    [Fact]
    public void No_check_depends_on_the_releases_name() => Assert.Equal(
        Json(CheckReport.Of(Conversations)), Json(CheckReport.Of(Conversations.Select(c => c with { Release = "other" }))));

    [Fact]
    public void The_json_has_every_check_by_its_name()
    {
        var checks = JsonDocument.Parse(Json(CheckReport.Of(Conversations))).RootElement.GetProperty("checks");

        Assert.Equal(
            [
                "dead_end_after_not_found", "late_shipment_without_shipping_refund", "return_refused_because_of_refund",
                "promo_tied_to_delivery", "escalated_after_transient_error", "invented_fact", "claimed_without_doing", "action_without_ownership", "paid_twice",
            ],
            checks.EnumerateObject().Select(c => c.Name));
        var deadEnds = checks.GetProperty("dead_end_after_not_found");
        Assert.Equal(2, deadEnds.GetProperty("applicable").GetInt32());
        Assert.Equal(1, deadEnds.GetProperty("count").GetInt32());
        Assert.Equal("a#1", deadEnds.GetProperty("conversations")[0].GetString());
    }

    private static Script DeadEnd() =>
        new Script().Customer("ORD-9900").Call("lookup_order", new { order_id = "ORD-9900" }, 404, "null").Agent("No such order.");

    private static string Json(CheckReport report) => JsonSerializer.Serialize(report, CheckJson.Default.CheckReport);
}
