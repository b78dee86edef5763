using System.ClientModel;
using System.Text.Json;
using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Limits;

namespace Evergreen.Host.Models;

/// <summary>Translates what comes instead of an answer into what the gateway decides on.</summary>
internal static class OpenAIFaults
{
    private const int LongestMessage = 300;

    private static readonly string[] QuotaCodes = ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"];
    private static readonly string[] QuotaWords = ["exceeded your current quota", "credit balance", "billing"];
    private static readonly string[] AtOnceWords =
        ["concurren", "in flight", "in-flight", "simultaneous", "parallel", "at once", "at the same time"];

    /// <summary>What <paramref name="exception"/> says of the connection, or null when it is a bug of ours.</summary>
    public static ProviderException? OfConnection(Exception exception) => exception switch
    {
        ClientResultException or HttpRequestException or IOException => new ProviderException(
            ProviderFault.ConnectionLost, $"the connection to the model was lost: {Innermost(exception).Message}", exception),
        OperationCanceledException or TimeoutException => new ProviderException(
            ProviderFault.TimedOut, "the model's answer did not arrive in time", exception),
        _ => null,
    };

    /// <summary>What an answer other than a success says.</summary>
    public static ProviderException OfStatus(int status, string body, RateLimitHeaders limits)
    {
        var (code, message) = ErrorOf(body);
        return new ProviderException(FaultOf(status, code, message), $"HTTP {status}: {message}") { Status = status, Limits = limits };
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
    private static (string Code, string Message) ErrorOf(string body)
    {
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
            return ("", Shorten(body));
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
