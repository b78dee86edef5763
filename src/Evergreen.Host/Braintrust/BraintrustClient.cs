using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Display;
using Evergreen.Host.Tracing;
using Evergreen.Tools.Services;

namespace Evergreen.Host.Braintrust;

/// <summary>
/// Braintrust's objects beside a project's logs: datasets, experiments, prompts. A request that may succeed later is made again, at
/// the pace of delivery; rows are delivered by delivery itself.
/// </summary>
internal sealed class BraintrustClient : IDisposable
{
    private const int PageRows = 1000;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BraintrustApi _api;
    private readonly TimeProvider _clock;
    private readonly TimeSpan? _patience;
    private readonly DeliveryOptions _options = new();
    private readonly SendPace _pace;
    private readonly Dice _dice;

    /// <param name="settings">Where to, and with what key.</param>
    /// <param name="patience">How long a service that is not well is waited for, each time it is asked; null for as long as it takes.</param>
    /// <param name="clock">Wall clock and stopwatch.</param>
    public BraintrustClient(BraintrustSettings settings, TimeSpan? patience, TimeProvider clock)
    {
        _api = new BraintrustApi(settings, clock);
        (_patience, _clock) = (patience, clock);
        _pace = new SendPace(_options);
        _dice = new Dice(_options.Seed).With("braintrust");
    }

    /// <summary>The project; null until Braintrust has answered.</summary>
    public BraintrustProject? Project => _api.Project;

    /// <summary>The dataset of a name; it is made when there is none.</summary>
    public Task<BraintrustObject> MakeDatasetAsync(string name, CancellationToken stop) =>
        MakeAsync("v1/dataset", new JsonObject { ["name"] = name }, stop);

    /// <summary>The dataset of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public async Task<BraintrustObject> FindDatasetAsync(string name, CancellationToken stop) =>
        await FindAsync("dataset", name, stop) ?? throw new ArgumentException($"project {Project!.Name} at Braintrust has no dataset \"{name}\"");

    /// <summary>The experiment of a name; null when there is none.</summary>
    public Task<BraintrustObject?> FindExperimentAsync(string name, CancellationToken stop) => FindAsync("experiment", name, stop);

    /// <summary>The experiment of a name; it is made when there is none. One of that name stays as it is.</summary>
    /// <param name="experiment">Name, base and dataset, as the route takes them.</param>
    /// <param name="stop">Ends the wait.</param>
    public Task<BraintrustObject> MakeExperimentAsync(JsonObject experiment, CancellationToken stop) => MakeAsync("v1/experiment", experiment, stop);

    /// <summary>A new version of a prompt, which is made when there is none.</summary>
    /// <param name="prompt">Name, slug and content, as the route takes them.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<(string Id, string Version)> PutPromptAsync(JsonObject prompt, CancellationToken stop)
    {
        var answer = await AskAsync(HttpMethod.Put, _ => "v1/prompt", project => WithProject(prompt, project), stop);
        return (Text(answer, "id"), Text(answer, "_xact_id"));
    }

    /// <summary>A dataset's rows as they were at a version; of a row's versions, the latest.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="version">A transaction id; null for now.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<BraintrustRows> FetchAsync(BraintrustObject dataset, string? version, CancellationToken stop)
    {
        var rows = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var pages = new HashSet<string>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            var asked = new JsonObject { ["limit"] = PageRows };
            _ = cursor is null || asked.TryAdd("cursor", cursor);
            _ = version is null || asked.TryAdd("version", version);
            var page = await AskAsync(HttpMethod.Post, _ => $"v1/dataset/{dataset.Id}/fetch", _ => asked, stop);
            var events = page.TryGetProperty("events", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().ToList()
                : throw new BraintrustException("200, but the answer holds no events");
            foreach (var row in events)
            {
                // Pages go back in time and may repeat a row as it was before.
                if (!rows.TryGetValue(Text(row, "id"), out var known) || IsLater(Text(row, "_xact_id"), Text(known, "_xact_id")))
                {
                    rows[Text(row, "id")] = row;
                }
            }

            cursor = events.Count > 0 && page.TryGetProperty("cursor", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
        }
        while (cursor is not null && pages.Add(cursor));

        var latest = rows.Values.Select(row => Text(row, "_xact_id")).Aggregate((string?)null, (a, b) => a is null || IsLater(b, a) ? b : a);
        return new BraintrustRows([.. rows.Values.OrderBy(row => Text(row, "id"), StringComparer.Ordinal)], latest);
    }

    /// <summary>Delivers rows to a dataset or an experiment.</summary>
    /// <param name="kind"><c>dataset</c> or <c>experiment</c>.</param>
    /// <param name="to">The object.</param>
    /// <param name="rows">One JSON object each.</param>
    /// <param name="redact">Whether e-mail addresses are masked.</param>
    /// <param name="stop">Ends the wait; what is left is then reported as pending.</param>
    /// <returns>What has become of the rows, and why of those that were refused.</returns>
    public async Task<(DeliveryReport Report, IReadOnlyList<string> Refused)> InsertAsync(
        string kind, BraintrustObject to, IEnumerable<string> rows, bool redact, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("evergreen-rows-");
        try
        {
            var spool = Path.Combine(folder.FullName, $"{kind}.jsonl");
            await using (var file = new StreamWriter(spool) { NewLine = "\n" })
            {
                foreach (var row in rows)
                {
                    await file.WriteLineAsync(row);
                }
            }

            var destination = new BraintrustDestination(_api, $"{kind} {to.Name} of {_api.Name}", _ => $"v1/{kind}/{to.Id}", redact);
            var services = new DeliveryServices(spool, destination, _options, _clock) { FileStem = kind };
            var report = await LateDelivery.PushAsync(services, _patience, stop);
            return (report, File.Exists(services.RefusedFile)
                ? [.. File.ReadLines(services.RefusedFile).Select(line => JsonElement.Parse(line)).Select(row => $"{Text(row, "id")}: {Text(row, "reason")}")]
                : []);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose() => _api.Dispose();

    private async Task<BraintrustObject> MakeAsync(string route, JsonObject wanted, CancellationToken stop) =>
        BraintrustObject.Of(await AskAsync(HttpMethod.Post, _ => route, project => WithProject(wanted, project), stop));

    private async Task<BraintrustObject?> FindAsync(string kind, string name, CancellationToken stop)
    {
        var answer = await AskAsync(
            HttpMethod.Get, project => $"v1/{kind}?project_id={Uri.EscapeDataString(project.Id)}&{kind}_name={Uri.EscapeDataString(name)}", null, stop);
        return answer.TryGetProperty("objects", out var objects) && objects.ValueKind == JsonValueKind.Array
            ? objects.EnumerateArray().Select(BraintrustObject.Of).FirstOrDefault(each => each.Name == name)
            : throw new BraintrustException("200, but the answer holds no objects");
    }

    /// <summary>Asks until there is an answer, or the patience is over.</summary>
    /// <exception cref="ArgumentException">The key, the project or the address is wrong.</exception>
    /// <exception cref="BraintrustException">It does not want what we sent, or was not well for too long.</exception>
    private async Task<JsonElement> AskAsync(
        HttpMethod method, Func<BraintrustProject, string> route, Func<BraintrustProject, JsonObject>? body, CancellationToken stop)
    {
        var begun = _clock.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            var sent = await _api.TryAsync(method, route, body is null ? null : project => JsonContent.Create(body(project), options: Json), judge: null, stop);
            switch (sent.Outcome)
            {
                case DeliveryOutcome.Accepted:
                    return Parse(sent.Body);
                case DeliveryOutcome.Denied(var reason):
                    throw new ArgumentException($"Braintrust: {reason}");
                case DeliveryOutcome.TryLater(var reason, var asked):
                    var wait = _pace.Backoff(failures, asked, _dice.With(failures).NextDouble());
                    if (_clock.GetElapsedTime(begun) + wait > _patience)
                    {
                        throw new BraintrustException($"gave up after {Words.Count(failures, "attempt", "attempts")}: {reason}");
                    }

                    await Task.Delay(wait, _clock, stop);
                    break;
                case DeliveryOutcome.Refused(var reason):
                    throw new BraintrustException(reason);
                case DeliveryOutcome.TooLarge(var reason):
                    throw new BraintrustException(reason);
            }
        }
    }

    private static JsonElement Parse(string body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } answer ? answer : throw new BraintrustException("200, but the answer is no object");
        }
        catch (JsonException e)
        {
            throw new BraintrustException($"200, but the answer is no JSON: {e.Message}");
        }
    }

    private static JsonObject WithProject(JsonObject wanted, BraintrustProject project)
    {
        var body = (JsonObject)wanted.DeepClone();
        body["project_id"] = project.Id;
        return body;
    }

    // Transaction ids are decimal numbers beyond what a double holds.
    private static bool IsLater(string transaction, string than) =>
        transaction.Length != than.Length ? transaction.Length > than.Length : string.CompareOrdinal(transaction, than) > 0;

    internal static string Text(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new BraintrustException($"200, but the answer has no \"{field}\"");
}

/// <summary>A dataset or an experiment at Braintrust.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Json">All that was answered.</param>
internal sealed record BraintrustObject(string Id, string Name, JsonElement Json)
{
    public static BraintrustObject Of(JsonElement json) => new(BraintrustClient.Text(json, "id"), BraintrustClient.Text(json, "name"), json);
}

/// <summary>Rows of a dataset at Braintrust.</summary>
/// <param name="Rows">In the order of their ids.</param>
/// <param name="Version">The latest transaction among them; null without rows.</param>
internal sealed record BraintrustRows(IReadOnlyList<JsonElement> Rows, string? Version);

/// <summary>Braintrust will not or cannot do what it was asked; the message says why.</summary>
internal sealed class BraintrustException(string message) : Exception($"Braintrust: {message}");
