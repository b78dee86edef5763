using System.ClientModel;
using System.Text.Json;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;

namespace Evergreen.Host.Models;

/// <summary>Translates what the OpenAI package throws into what the gateway decides on.</summary>
internal static class OpenAIFaults
{
    private const int LongestMessage = 300;

    private static readonly string[] QuotaCodes = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"];
    private static readonly string[] QuotaWords = ["exceeded your current quota", "credit balance", "billing"];
    private static readonly string[] AtOnceWords =
        ["concurren", "in flight", "in-flight", "simultaneous", "parallel", "at once", "at the same time"];

    /// <summary>The fault <paramref name="exception"/> stands for, or null when it is a bug of ours.</summary>
    public static ProviderException? Translate(Exception exception, RateLimitHeaders limits, string? contentType) => exception switch
    {
        ClientResultException { Status: > 0 } answered => FromStatus(answered, limits),
        ClientResultException or HttpRequestException or IOException => new ProviderException(
            ProviderFault.ConnectionLost, $"the connection to the model was lost: {Innermost(exception).Message}", exception),
        OperationCanceledException or TimeoutException => new ProviderException(
            ProviderFault.TimedOut, "the model's answer did not arrive in time", exception),

        // What the package throws over a body that is no chat completion: it reads before it checks.
        JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException
            or NullReferenceException or NotSupportedException => new ProviderException(
                ProviderFault.BadAnswer,
                $"the answer is no chat completion (content type {contentType ?? "unknown"}): {Innermost(exception).Message}",
                exception)
            {
                Limits = limits,
            },
        _ => null,
    };

    private static ProviderException FromStatus(ClientResultException exception, RateLimitHeaders limits)
    {
        var (code, message) = ErrorOf(exception);
        return new ProviderException(FaultOf(exception.Status, code, message), $"HTTP {exception.Status}: {message}", exception)
        {
            Status = exception.Status,
            Limits = limits,
        };
    }

    internal static ProviderFault FaultOf(int status, string code, string message) => status switch
    {
        402 => ProviderFault.QuotaExhausted,
        429 when QuotaCodes.Contains(code) || Mentions(message, QuotaWords) => ProviderFault.QuotaExhausted,
        429 when Mentions(message, AtOnceWords) || Mentions(code, AtOnceWords) => ProviderFault.TooManyAtOnce,
        429 => ProviderFault.RateLimited,
        401 or 403 or 404 => ProviderFault.AccessDenied,
        408 or 409 or >= 500 => ProviderFault.ServerError,
        400 when code == "content_filter" => ProviderFault.ContentFiltered,
        _ => ProviderFault.Rejected,
    };

    // {"error": {"code": …, "type": …, "message": …}}; some servers say {"error": "…"} or {"message": "…"}, some send a page.
    private static (string Code, string Message) ErrorOf(ClientResultException exception)
    {
        var body = exception.GetRawResponse()?.Content.ToString() ?? "";
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = Field(document.RootElement, "error") ?? document.RootElement;
            var message = error.ValueKind == JsonValueKind.String ? error.GetString() : Text(error, "message");
            var code = Text(error, "type") is { } type && QuotaCodes.Contains(type) ? type : Text(error, "code");
            return (code ?? "", Shorten(message ?? body));
        }
        catch (JsonException)
        {
            return ("", Shorten(body.Length > 0 ? body : exception.Message));
        }
    }

    private static JsonElement? Field(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) =>
        Field(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static bool Mentions(string text, string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string text) => text.Length > LongestMessage ? text[..LongestMessage] + "…" : text;

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
