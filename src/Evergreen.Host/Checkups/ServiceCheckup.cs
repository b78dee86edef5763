using System.Net.Http.Headers;

namespace Evergreen.Host.Checkups;

/// <summary>
/// Asks a service one harmless question and gives it a few seconds. What goes wrong on the way there is told with its mend; what an
/// answer means is the asker's to know.
/// </summary>
/// <param name="clock">For the time-out.</param>
internal sealed class ServiceCheckup(TimeProvider clock) : IDisposable
{
    private const int ExcerptLength = 200;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>How long a service may take. Default 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Asks.</summary>
    /// <param name="request">The question; owned.</param>
    /// <param name="variable">The variable that holds the address, for the mend.</param>
    /// <param name="secret">Masked in what is said; null when there is none.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="ArgumentException">There was no answer; says why and what to do.</exception>
    public async Task<ServiceAnswer> AskAsync(HttpRequestMessage request, string variable, string? secret, CancellationToken stop)
    {
        using var owned = request;
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        var host = request.RequestUri!.Authority;
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return new ServiceAnswer((int)response.StatusCode, secret is null ? body : body.Replace(secret, "***", StringComparison.Ordinal));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new ArgumentException($"{host} gave no answer within {Patience.TotalSeconds:0.#} s; check {variable} and the network");
        }
        catch (HttpRequestException e)
        {
            throw new ArgumentException($"{host} {Reason(e)}; check {variable}", e);
        }
    }

    /// <summary>A read with a key.</summary>
    public static HttpRequestMessage Get(Uri address, string bearer)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The beginning of an answer, on one line.</summary>
    internal static string Excerpt(string body)
    {
        var text = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > ExcerptLength ? text[..ExcerptLength] + "…" : text;
    }

    private static string Reason(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "is a name nobody knows",
        HttpRequestError.ConnectionError => "refuses the connection, or nothing listens there",
        HttpRequestError.SecureConnectionError => "and this machine do not agree on a secure connection",
        _ => $"broke the connection off ({e.Message})",
    };
}

/// <summary>What a service said.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
internal readonly record struct ServiceAnswer(int Status, string Body)
{
    /// <summary>Status and beginning of the body.</summary>
    public override string ToString() => $"{Status} {ServiceCheckup.Excerpt(Body)}".TrimEnd();
}
