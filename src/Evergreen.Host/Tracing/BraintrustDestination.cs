using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Evergreen.Actors.Tracing.Delivery;

namespace Evergreen.Host.Tracing;

/// <summary>A project's logs at Braintrust, written by the documented insert route. Makes single attempts; delivery decides the rest.</summary>
internal sealed class BraintrustDestination : ISpanDestination, IDisposable
{
    private readonly BraintrustSettings _settings;
    private readonly bool _redact;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _finding = new(1, 1);

    /// <param name="settings">Where to, and with what key.</param>
    /// <param name="redact">Whether e-mail addresses are masked; otherwise rows are delivered as they stand on disk.</param>
    /// <param name="clock">For time-outs and dates in headers.</param>
    public BraintrustDestination(BraintrustSettings settings, bool redact, TimeProvider clock)
    {
        (_settings, _redact, _clock) = (settings, redact, clock);
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

    /// <inheritdoc/>
    public string Name => $"Braintrust project {_settings.ProjectId ?? _settings.Project} at {_settings.ApiUrl}";

    /// <summary>The project; null until it is known.</summary>
    public BraintrustProject? Project { get; private set; }

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        try
        {
            if (await FindProjectAsync(cancellationToken) is { } trouble)
            {
                return trouble;
            }

            var sent = _redact ? [.. rows.Select(row => (ReadOnlyMemory<byte>)EmailMask.Apply(row))] : rows;
            using var content = new BraintrustInsert(sent);
            var answer = await AskAsync(HttpMethod.Post, $"v1/project_logs/{Project!.Id}/insert", content, cancellationToken);
            return BraintrustAnswer.ToInsert(answer.Status, answer.RetryAfter, answer.Body, rows.Count);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new DeliveryOutcome.TryLater(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DeliveryOutcome.TryLater($"no answer within {_settings.RequestTimeout.TotalSeconds:0} s");
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

/// <summary>A project at Braintrust.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="OrganizationId">The organization it belongs to.</param>
internal sealed record BraintrustProject(string Id, string Name, string? OrganizationId)
{
    /// <summary>Where people look at its logs; null when it is not known.</summary>
    public Uri? Link { get; init; }

    /// <summary>Reads the answer to a question for a project; null when it holds none.</summary>
    public static BraintrustProject? Parse(string json)
    {
        try
        {
            var answer = JsonElement.Parse(json);
            return Text(answer, "id") is { } id && Text(answer, "name") is { } name ? new BraintrustProject(id, name, Text(answer, "org_id")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The name of a project's organization, out of the answer to a login.</summary>
    /// <exception cref="JsonException">The answer is no JSON.</exception>
    public static string? OrganizationOf(BraintrustProject project, string login) =>
        JsonElement.Parse(login) is { ValueKind: JsonValueKind.Object } answer
        && answer.TryGetProperty("org_info", out var organizations)
        && organizations.ValueKind == JsonValueKind.Array
            ? organizations.EnumerateArray().Where(each => Text(each, "id") == project.OrganizationId).Select(each => Text(each, "name")).FirstOrDefault()
            : null;

    private static string? Text(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
