using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Host.Tracing;

/// <summary>Braintrust's documented routes, and the project everything of ours belongs to. Makes single attempts; whoever asks decides the rest.</summary>
internal sealed class BraintrustApi : IDisposable
{
    private readonly BraintrustSettings _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _finding = new(1, 1);

    /// <param name="settings">Where to, and with what key.</param>
    /// <param name="clock">For time-outs and dates in headers.</param>
    public BraintrustApi(BraintrustSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            // Following a redirect would turn a POST into a GET, and a trace is nothing its store should join to ours.
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
        })
        {
            BaseAddress = settings.ApiUrl,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Which project, and where.</summary>
    public string Name => $"Braintrust project {_settings.ProjectId ?? _settings.Project} at {_settings.ApiUrl}";

    /// <summary>The project; null until it is known.</summary>
    public BraintrustProject? Project { get; private set; }

    /// <summary>Makes one request within the project; what became of it, and the answer's body.</summary>
    /// <param name="method">The method.</param>
    /// <param name="route">The path below the API's address, once the project is known.</param>
    /// <param name="content">Makes the body; null for none.</param>
    /// <param name="judge">Reads an answer; every answer but 200 is read the same way without it.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    public async Task<(DeliveryOutcome Outcome, string Body)> TryAsync(
        HttpMethod method,
        Func<BraintrustProject, string> route,
        Func<BraintrustProject, HttpContent>? content,
        Func<HttpStatusCode, TimeSpan?, string, DeliveryOutcome>? judge,
        CancellationToken cancellationToken)
    {
        try
        {
            if (await FindProjectAsync(cancellationToken) is { } trouble)
            {
                return (trouble, "");
            }

            using var body = content?.Invoke(Project!);
            var answer = await AskAsync(method, route(Project!), body, cancellationToken);
            var outcome = judge is not null ? judge(answer.Status, answer.RetryAfter, answer.Body)
                : answer.Status == HttpStatusCode.OK ? new DeliveryOutcome.Accepted()
                : BraintrustAnswer.ToAny(answer.Status, answer.RetryAfter, answer.Body);
            return (outcome, answer.Body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (new DeliveryOutcome.TryLater(e.Message), "");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (new DeliveryOutcome.TryLater($"no answer within {_settings.RequestTimeout.TotalSeconds:0} s"), "");
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _finding.Dispose();
    }

    /// <summary>Gets or makes the project, once; what went wrong, or null.</summary>
    private async Task<DeliveryOutcome?> FindProjectAsync(CancellationToken cancellationToken)
    {
        if (Project is not null)
        {
            return null;
        }

        await _finding.WaitAsync(cancellationToken);
        try
        {
            if (Project is not null)
            {
                return null;
            }

            using var wanted = _settings.ProjectId is null
                ? JsonContent.Create(new Dictionary<string, string?> { ["name"] = _settings.Project, ["org_name"] = _settings.Organization }
                    .Where(field => field.Value is not null).ToDictionary())
                : null;
            var answer = wanted is null
                ? await AskAsync(HttpMethod.Get, $"v1/project/{Uri.EscapeDataString(_settings.ProjectId!)}", null, cancellationToken)
                : await AskAsync(HttpMethod.Post, "v1/project", wanted, cancellationToken);
            if (answer.Status != HttpStatusCode.OK)
            {
                // A project that is refused is no row's fault.
                return BraintrustAnswer.ToAny(answer.Status, answer.RetryAfter, answer.Body) switch
                {
                    DeliveryOutcome.Refused(var reason) => new DeliveryOutcome.Denied($"{reason}; check {BraintrustSettings.ProjectVariable}"),
                    DeliveryOutcome.TooLarge(var reason) => new DeliveryOutcome.Denied(reason),
                    var outcome => outcome,
                };
            }

            if (BraintrustProject.Parse(answer.Body) is not { } project)
            {
                return new DeliveryOutcome.TryLater("200, but the answer names no project");
            }

            Project = project with { Link = await LinkAsync(project, cancellationToken) };
            return null;
        }
        finally
        {
            _finding.Release();
        }
    }

    /// <summary>Where people look at the project; null when that cannot be found out, which is no reason not to deliver.</summary>
    private async Task<Uri?> LinkAsync(BraintrustProject project, CancellationToken cancellationToken)
    {
        if (_settings.AppUrl is not { } app)
        {
            return null;
        }

        try
        {
            var organization = _settings.Organization
                ?? BraintrustProject.OrganizationOf(project, (await AskAsync(HttpMethod.Post, new Uri(app, "api/apikey/login").ToString(), null, cancellationToken)).Body);
            return organization is null ? null : new Uri(app, $"app/{Uri.EscapeDataString(organization)}/p/{Uri.EscapeDataString(project.Name)}/logs");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)> AskAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_settings.RequestTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _settings.ApiKey);
        using var response = await _http.SendAsync(request, either.Token);
        var body = await response.Content.ReadAsStringAsync(either.Token);
        var retryAfter = response.Headers.RetryAfter;
        return (
            response.StatusCode,
            retryAfter?.Delta ?? (retryAfter?.Date is { } date && date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : null),
            body.Replace(_settings.ApiKey, "***", StringComparison.Ordinal));
    }
}
