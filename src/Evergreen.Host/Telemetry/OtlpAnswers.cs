using System.Net;
using System.Text;
using Evergreen.Actors.Tracing.Delivery;
using Google.Protobuf;

namespace Evergreen.Host.Telemetry;

/// <summary>
/// Listens to what the collector answers: the exporter itself says no more than whether it was a success. One request at a time.
/// </summary>
/// <param name="clock">For dates in headers.</param>
internal sealed class OtlpAnswers(TimeProvider clock) : DelegatingHandler(new SocketsHttpHandler
{
    AllowAutoRedirect = false,
    ActivityHeadersPropagator = null,
    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    ConnectTimeout = TimeSpan.FromSeconds(5),
    UseCookies = false,
})
{
    private const int ExcerptLength = 300;

    /// <summary>What became of the last request; null before its answer.</summary>
    public DeliveryOutcome? Last { get; private set; }

    /// <summary>Forgets the last answer, before another request.</summary>
    public void Forget() => Last = null;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = base.Send(request, cancellationToken);
            using var body = new MemoryStream();
            using (var stream = response.Content.ReadAsStream(cancellationToken))
            {
                stream.CopyTo(body);
            }

            return Note(response, body.ToArray());
        }
        catch (Exception e) when (Missed(e))
        {
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return Note(response, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (Missed(e))
        {
            throw;
        }
    }

    /// <summary>What an answer means for the rows that were sent.</summary>
    internal static DeliveryOutcome Outcome(HttpStatusCode status, TimeSpan? retryAfter, ReadOnlySpan<byte> body)
    {
        if ((int)status is >= 200 and < 300)
        {
            return Rejected(body.ToArray()) is { } why ? new DeliveryOutcome.Refused(why) : new DeliveryOutcome.Accepted();
        }

        var reason = $"{(int)status} {Excerpt(body, status)}";
        return (int)status switch
        {
            401 or 403 => new DeliveryOutcome.Denied($"{reason}; check {OtlpSettings.HeadersVariable}"),
            413 => new DeliveryOutcome.TooLarge(reason),
            408 or 429 or >= 500 => new DeliveryOutcome.TryLater(reason, retryAfter),
            400 or 422 => new DeliveryOutcome.Refused(reason),
            _ => new DeliveryOutcome.Denied($"{reason}; check the address: collectors take OTLP over HTTP at port 4318"),
        };
    }

    private HttpResponseMessage Note(HttpResponseMessage response, byte[] body)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date && date > clock.GetUtcNow() ? date - clock.GetUtcNow() : null);
        Last = Outcome(response.StatusCode, wait, body);
        response.Content = new ByteArrayContent(body);
        return response;
    }

    private bool Missed(Exception cause)
    {
        Last = cause is OperationCanceledException ? new DeliveryOutcome.TryLater("no answer in time") : new DeliveryOutcome.TryLater(cause.Message);
        return false;
    }

    /// <summary>Why a success is none for some of the rows; null when it is one for all. Field 1: message {1: how many, 2: why}.</summary>
    private static string? Rejected(byte[] body)
    {
        try
        {
            var (count, why) = (0L, "");
            var answer = new CodedInputStream(body);
            while (answer.ReadTag() is var tag and not 0)
            {
                if (tag != WireFormat.MakeTag(1, WireFormat.WireType.LengthDelimited))
                {
                    answer.SkipLastField();
                    continue;
                }

                var partial = answer.ReadBytes().CreateCodedInput();
                while (partial.ReadTag() is var field and not 0)
                {
                    switch (WireFormat.GetTagFieldNumber(field))
                    {
                        case 1:
                            count = partial.ReadInt64();
                            break;
                        case 2:
                            why = partial.ReadString();
                            break;
                        default:
                            partial.SkipLastField();
                            break;
                    }
                }
            }

            return count > 0 ? $"200, but {count} rejected: {why}" : null;
        }
        catch (InvalidProtocolBufferException)
        {
            // Some collectors answer in words.
            return null;
        }
    }

    private static string Excerpt(ReadOnlySpan<byte> body, HttpStatusCode status)
    {
        var text = string.Join(' ', Encoding.UTF8.GetString(body).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length == 0 || text.Any(char.IsControl) ? status.ToString()
            : text.Length > ExcerptLength ? text[..ExcerptLength] + "…"
            : text;
    }
}
