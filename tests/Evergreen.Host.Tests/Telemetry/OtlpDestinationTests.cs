using System.Text.Json;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Telemetry;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;
using Evergreen.Testing.Models;
using Google.Protobuf;

namespace Evergreen.Host.Tests.Telemetry;

/// <summary>What a collector's answers mean, over real HTTP.</summary>
public class OtlpDestinationTests
{
    [Theory]
    [InlineData(503, typeof(DeliveryOutcome.TryLater))]
    [InlineData(413, typeof(DeliveryOutcome.TooLarge))]
    [InlineData(400, typeof(DeliveryOutcome.Refused))]
    [InlineData(401, typeof(DeliveryOutcome.Denied))]
    [InlineData(404, typeof(DeliveryOutcome.Denied))]
    [InlineData(301, typeof(DeliveryOutcome.Denied))]
    public async Task A_status_decides_what_follows(int status, Type expected)
    {
        var outcome = await SendAsync(_ => ChatServerReply.Text("says why") with { Status = status });

        Assert.IsType(expected, outcome);
        Assert.Contains($"{status} says why", outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_is_asked_for_is_passed_on()
    {
        var outcome = await SendAsync(_ => ChatServerReply.Error(429, "slow down", retryAfter: 7));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<DeliveryOutcome.TryLater>(outcome).Wait);
    }

    [Fact]
    public async Task A_success_that_rejects_some_spans_is_none()
    {
        var outcome = await SendAsync(_ => new ChatServerReply { ContentType = "application/x-protobuf", Body = PartialSuccess(2, "too old") });

        Assert.Equal("200, but 2 rejected: too old", Assert.IsType<DeliveryOutcome.Refused>(outcome).Reason);
    }

    [Fact]
    public async Task No_answer_in_time_is_tried_again()
    {
        var outcome = await SendAsync(_ => ChatServerReply.Hang, new OtlpSettings(new Uri("http://unused")) { Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.IsType<DeliveryOutcome.TryLater>(outcome);
    }

    [Fact]
    public async Task Addresses_in_errors_are_masked_when_that_is_asked_for()
    {
        await using var collector = await Collector.StartAsync();
        using var destination = new OtlpDestination(new OtlpSettings(collector.Url), redact: true, TimeProvider.System);

        Assert.IsType<DeliveryOutcome.Accepted>(await destination.SendAsync([Row("no such customer: emma.t@example.com")], CancellationToken.None));

        Assert.Equal("no such customer: [email]", Assert.Single(collector.Spans).Error);
    }

    private static async Task<DeliveryOutcome> SendAsync(Func<ChatServerRequest, ChatServerReply?> fault, OtlpSettings? settings = null)
    {
        await using var collector = await Collector.StartAsync();
        collector.Fault = fault;
        using var destination = new OtlpDestination(
            (settings ?? new OtlpSettings(collector.Url)) with { Endpoint = collector.Url }, redact: false, TimeProvider.System);
        return await destination.SendAsync([Row(null)], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static byte[] Row(string? error) => JsonSerializer.SerializeToUtf8Bytes(
        new SpanRow
        {
            SpanId = "00000000000000aa",
            RootSpanId = "0123456789abcdef0123456789abcdef",
            SpanParents = [],
            SpanAttributes = new SpanAttributes("conversation", "task"),
            Created = DateTimeOffset.UnixEpoch,
            Metrics = new Dictionary<string, double> { ["start"] = 5, ["end"] = 7 },
            Error = error,
        },
        TranscriptJson.Default.SpanRow);

    private static byte[] PartialSuccess(long rejected, string why)
    {
        using var partial = new MemoryStream();
        using (var output = new CodedOutputStream(partial, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt64(rejected);
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteString(why);
        }

        using var answer = new MemoryStream();
        using (var output = new CodedOutputStream(answer, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(partial.ToArray()));
        }

        return answer.ToArray();
    }
}
