using System.Net;
using System.Text.Json;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Host.Tracing;

/// <summary>What an answer of Braintrust's means for the rows that were sent.</summary>
internal static class BraintrustAnswer
{
    private const int ExcerptLength = 300;

    /// <param name="status">The HTTP status.</param>
    /// <param name="retryAfter">The wait the answer asks for.</param>
    /// <param name="body">The answer's body.</param>
    /// <param name="rows">Rows that were sent.</param>
    public static DeliveryOutcome ToInsert(HttpStatusCode status, TimeSpan? retryAfter, string body, int rows) =>
        status == HttpStatusCode.OK
            ? RowIds(body) == rows
                ? new DeliveryOutcome.Accepted()
                : new DeliveryOutcome.TryLater($"200, but not every one of the {rows} rows is acknowledged")
            : ToAny(status, retryAfter, body);

    /// <summary>The same for an answer that is not a success, whatever was asked.</summary>
    public static DeliveryOutcome ToAny(HttpStatusCode status, TimeSpan? retryAfter, string body)
    {
        var reason = Reason(status, body);
        return (int)status switch
        {
            401 or 403 => new DeliveryOutcome.Denied($"{reason}; check {BraintrustSettings.KeyVariable} and what it may do"),
            402 => new DeliveryOutcome.Denied($"{reason}; the plan's quota may be used up"),
            404 => new DeliveryOutcome.Denied($"{reason}; check {BraintrustSettings.ProjectIdVariable} and {BraintrustSettings.UrlVariable}"),
            421 => new DeliveryOutcome.Denied(
                $"{reason}; the organization lives elsewhere, set {BraintrustSettings.UrlVariable} (https://api-eu.braintrust.dev in Europe)"),
            413 => new DeliveryOutcome.TooLarge(reason),
            408 or 425 or 429 or >= 500 => new DeliveryOutcome.TryLater(reason, retryAfter),
            >= 400 => new DeliveryOutcome.Refused(reason),
            _ => new DeliveryOutcome.Denied($"{reason}; check {BraintrustSettings.UrlVariable}"),
        };
    }

    private static string Reason(HttpStatusCode status, string body)
    {
        var text = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length switch
        {
            0 => $"{(int)status} {status}",
            > ExcerptLength => $"{(int)status} {text.AsSpan(0, ExcerptLength)}…",
            _ => $"{(int)status} {text}",
        };
    }

    private static int? RowIds(string body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } answer
                && answer.TryGetProperty("row_ids", out var ids)
                && ids.ValueKind == JsonValueKind.Array
                    ? ids.GetArrayLength()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
