using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Evergreen.Tools.Catalog;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Evergreen.Tools.Remote;

/// <summary>A remote service's answer.</summary>
internal sealed record WireReply(int Status, string Body, string? Fault = null, TimeSpan Latency = default);

/// <summary>
/// One attempt at a time over HTTP: a time-out, and a circuit breaker per service that opens when nearly everything fails. It never
/// retries; the tool supervisor does.
/// </summary>
internal sealed class SupabaseClient : IDisposable
{
    private const long LongestReply = 4 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly string _root;
    private readonly Dictionary<string, ResiliencePipeline<WireReply>> _pipelines;

    public SupabaseClient(SupabaseOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        _root = options.Url.AbsoluteUri.TrimEnd('/');
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestReply };
        _http.DefaultRequestHeaders.Add("apikey", options.ServiceRoleKey);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ServiceRoleKey);
        _pipelines = WireNames.Functions.Values.Prepend("rest").ToDictionary(service => service, _ => Pipeline(options, time));
    }

    public Task<WireReply> GetAsync(ToolCall call, string pathAndQuery, string accept, CancellationToken cancellationToken) =>
        SendAsync("rest", call, 1, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, _root + pathAndQuery);
            request.Headers.Accept.ParseAdd(accept);
            return request;
        }, cancellationToken);

    public Task<WireReply> InvokeAsync(
        ToolCall call, int attempt, string function, string body, CancellationToken cancellationToken) =>
        SendAsync(function, call, attempt, () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, $"{_root}{WireNames.FunctionsPath}{function}")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add(
                WireNames.IdempotencyKey, $"{Uri.EscapeDataString(call.ConversationId)}/{Uri.EscapeDataString(call.CallId)}");
            return request;
        }, cancellationToken);

    public void Dispose() => _http.Dispose();

    private static ResiliencePipeline<WireReply> Pipeline(SupabaseOptions options, TimeProvider time) =>
        new ResiliencePipelineBuilder<WireReply> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<WireReply>
            {
                // Well above what a harsh fault plan produces: it opens for a service that is gone, not for one that is flaky.
                FailureRatio = 0.8,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(5),
                ShouldHandle = new PredicateBuilder<WireReply>()
                    .Handle<HttpRequestException>()
                    .Handle<TimeoutRejectedException>()
                    .HandleResult(reply => reply.Status >= 500),
            })
            .AddTimeout(options.AttemptTimeout)
            .Build();

    private async Task<WireReply> SendAsync(
        string service, ToolCall call, int attempt, Func<HttpRequestMessage> build, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipelines[service].ExecuteAsync(async token =>
            {
                using var request = build();
                request.Headers.Add(WireNames.World, Uri.EscapeDataString(call.World));
                request.Headers.Add(WireNames.Conversation, Uri.EscapeDataString(call.ConversationId));
                request.Headers.Add(WireNames.Call, Uri.EscapeDataString(call.CallId));
                request.Headers.Add(WireNames.CallNumber, $"{call.Number}");
                request.Headers.Add(WireNames.Attempt, $"{attempt}");
                using var response = await _http.SendAsync(request, token);
                return new WireReply(
                    (int)response.StatusCode,
                    await response.Content.ReadAsStringAsync(token),
                    Header(response, WireNames.Fault),
                    double.TryParse(Header(response, WireNames.LatencyMilliseconds), CultureInfo.InvariantCulture, out var latency)
                        ? TimeSpan.FromMilliseconds(latency)
                        : TimeSpan.Zero);
            }, cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return Failed(504, "SERVICE_TIMEOUT", $"{service} did not answer in time.");
        }
        catch (BrokenCircuitException)
        {
            return Failed(503, "SERVICE_SUSPENDED", $"{service} has failed too often and is left alone for a few seconds.");
        }
        catch (HttpRequestException)
        {
            return Failed(503, "SERVICE_UNREACHABLE", $"{service} cannot be reached.");
        }
    }

    private static WireReply Failed(int status, string code, string message) =>
        new(status, ToolReplies.Error(status, code, message).Body);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
