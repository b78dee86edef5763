using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Evergreen.Host.Alerts;

/// <summary>Tells somebody's address once. Whoever calls again, e.g. by a timetable, is the one who tries again.</summary>
internal static class Webhook
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Reads an address; throws <see cref="FormatException"/> with the mend.</summary>
    public static Uri Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new FormatException("give an http or https address");

    /// <summary>Posts one JSON object; what went wrong, or null.</summary>
    public static async Task<string?> PostAsync<T>(Uri address, T message, TimeProvider clock, CancellationToken stop)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        try
        {
            using var answer = await http.PostAsJsonAsync(address, message, Json, either.Token);
            return answer.IsSuccessStatusCode ? null : $"it answered {(int)answer.StatusCode} {answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds:0} s";
        }
    }
}
