using System.Net;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Tests.Tracing;

public class BraintrustAnswerTests
{
    [Theory]
    [InlineData(400, typeof(DeliveryOutcome.Refused))]
    [InlineData(401, typeof(DeliveryOutcome.Denied))]
    [InlineData(403, typeof(DeliveryOutcome.Denied))]
    [InlineData(404, typeof(DeliveryOutcome.Denied))]
    [InlineData(408, typeof(DeliveryOutcome.TryLater))]
    [InlineData(413, typeof(DeliveryOutcome.TooLarge))]
    [InlineData(421, typeof(DeliveryOutcome.Denied))]
    [InlineData(422, typeof(DeliveryOutcome.Refused))]
    [InlineData(429, typeof(DeliveryOutcome.TryLater))]
    [InlineData(500, typeof(DeliveryOutcome.TryLater))]
    [InlineData(503, typeof(DeliveryOutcome.TryLater))]
    [InlineData(302, typeof(DeliveryOutcome.Denied))]
    public void A_status_says_whose_fault_it_is(int status, Type outcome) =>
        Assert.IsType(outcome, BraintrustAnswer.ToInsert((HttpStatusCode)status, null, "", rows: 3));

    [Theory]
    [InlineData("""{"row_ids":["a","b","c"]}""", true)]
    [InlineData("""{"row_ids":["a","b"]}""", false)]
    [InlineData("""{"row_ids":3}""", false)]
    [InlineData("""{}""", false)]
    [InlineData("""[]""", false)]
    [InlineData("<html>welcome to the hotel's network</html>", false)]
    public void A_success_is_one_only_when_every_row_is_acknowledged(string body, bool accepted)
    {
        var outcome = BraintrustAnswer.ToInsert(HttpStatusCode.OK, null, body, rows: 3);

        Assert.Equal(accepted, outcome is DeliveryOutcome.Accepted);
        Assert.Equal(!accepted, outcome is DeliveryOutcome.TryLater);
    }

    [Fact]
    public void The_reason_is_what_the_server_said_on_one_line_and_not_at_any_length()
    {
        var outcome = Assert.IsType<DeliveryOutcome.Refused>(
            BraintrustAnswer.ToInsert(HttpStatusCode.BadRequest, null, "scores must\n be below 1 " + new string('x', 1000), rows: 1));

        Assert.StartsWith("400 scores must be below 1 x", outcome.Reason, StringComparison.Ordinal);
        Assert.InRange(outcome.Reason.Length, 300, 310);
    }
}
