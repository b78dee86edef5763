using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Testing.Models;
using NJsonSchema;

namespace Evergreen.Host.Tests.Tracing;

/// <summary>Braintrust's datasets, experiments and prompts as the documentation has them; a body that breaks the documented schema is refused.</summary>
internal sealed class BraintrustShelf
{
    private static readonly JsonObject Schemas = JsonNode.Parse(
        new StreamReader(typeof(BraintrustShelf).Assembly.GetManifestResourceStream("braintrust-bodies.schema.json")!).ReadToEnd())!.AsObject();

    private static readonly Dictionary<string, JsonSchema> Parsed = [];

    private readonly Lock _gate = new();
    private readonly List<JsonObject> _objects = [];
    private readonly List<(string Object, JsonObject Row, long Transaction)> _rows = [];
    private long _transaction = 1000192656880881000;
    private int _asked;

    /// <summary>What to answer the n-th request with, from 1, instead of what it asks for; null serves it.</summary>
    public Func<int, ChatServerRequest, ChatServerReply?> Fault { get; set; } = (_, _) => null;

    /// <summary>Rows of a page of a fetch at most.</summary>
    public int PageRows { get; set; } = 1000;

    /// <summary>What was put or posted to a route, in order.</summary>
    public List<(string Route, JsonElement Body)> Sent { get; } = [];

    /// <summary>A dataset or an experiment by its name, with its rows as they are now.</summary>
    public IReadOnlyList<JsonObject> RowsOf(string name)
    {
        lock (_gate)
        {
            var id = _objects.Last(each => each["name"]!.GetValue<string>() == name)["id"]!.GetValue<string>();
            return [.. _rows.Where(row => row.Object == id).GroupBy(row => row.Row["id"]!.GetValue<string>()).Select(versions => versions.Last().Row)];
        }
    }

    /// <summary>Somebody else writes a row.</summary>
    public void Write(string dataset, string row)
    {
        lock (_gate)
        {
            _rows.Add((Make("dataset", new JsonObject { ["name"] = dataset })["id"]!.GetValue<string>(), JsonNode.Parse(row)!.AsObject(), ++_transaction));
        }
    }

    /// <summary>The answer; null for a route it does not have.</summary>
    public ChatServerReply? Answer(ChatServerRequest request)
    {
        lock (_gate)
        {
            if (Fault(++_asked, request) is { } fault)
            {
                return fault;
            }

            var route = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var body = request.Body.Length > 0 ? request.Json : (JsonElement?)null;
            if (body is { } sent)
            {
                Sent.Add((request.Path, sent.Clone()));
            }

            return route switch
            {
                ["v1", "dataset", _, "insert"] => Checked("InsertDatasetEventRequest", body!.Value) ?? Insert(route[2], body.Value),
                ["v1", "experiment", _, "insert"] => Checked("InsertExperimentEventRequest", body!.Value) ?? Insert(route[2], body.Value),
                ["v1", "dataset", _, "fetch"] => Checked("FetchEventsRequest", body!.Value) ?? Fetch(route[2], body.Value),
                ["v1", "dataset"] when body is { } wanted => Checked("CreateDataset", wanted) ?? Reply(Make("dataset", JsonObject.Create(wanted)!)),
                ["v1", "experiment"] when body is { } wanted => Checked("CreateExperiment", wanted) ?? Reply(Make("experiment", JsonObject.Create(wanted)!)),
                ["v1", "prompt"] when body is { } wanted => Checked("CreatePrompt", wanted) ?? Reply(Prompt(JsonObject.Create(wanted)!)),
                ["v1", "dataset" or "experiment"] => Reply(new JsonObject
                {
                    ["objects"] = new JsonArray([.. _objects.Where(each => each["kind"]!.GetValue<string>() == route[1]
                        && request.Query.Contains($"{route[1]}_name={Uri.EscapeDataString(each["name"]!.GetValue<string>())}", StringComparison.Ordinal)).Select(each => each.DeepClone())]),
                }),
                _ => null,
            };
        }
    }

    private JsonObject Make(string kind, JsonObject wanted)
    {
        var name = wanted["name"]!.GetValue<string>();
        var isNew = wanted["ensure_new"]?.GetValue<bool>() == true;
        if (!isNew && _objects.Find(each => each["kind"]!.GetValue<string>() == kind && each["name"]!.GetValue<string>() == name) is { } known)
        {
            return known;
        }

        var made = (JsonObject)wanted.DeepClone();
        made["kind"] = kind;
        made["id"] = $"{kind}-{_objects.Count + 1}";
        made["name"] = isNew ? $"{name}-{_objects.Count + 1}" : name;
        _objects.Add(made);
        return made;
    }

    private JsonObject Prompt(JsonObject wanted)
    {
        var answer = (JsonObject)wanted.DeepClone();
        answer["id"] = $"prompt-{wanted["slug"]}";
        answer["_xact_id"] = (++_transaction).ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private ChatServerReply Insert(string id, JsonElement body)
    {
        _transaction++;
        var events = body.GetProperty("events").EnumerateArray().Select(row => JsonObject.Create(row.Clone())!).ToList();
        _rows.AddRange(events.Select(row => (id, row, _transaction)));
        return Reply(new JsonObject { ["row_ids"] = new JsonArray([.. events.Select(row => row["id"]!.DeepClone())]) });
    }

    /// <summary>From the latest back, every version of a row, a page at a time.</summary>
    private ChatServerReply Fetch(string id, JsonElement body)
    {
        var before = body.TryGetProperty("cursor", out var cursor) ? int.Parse(cursor.GetString()!, CultureInfo.InvariantCulture) : int.MaxValue;
        var until = body.TryGetProperty("version", out var version) ? long.Parse(version.GetString()!, CultureInfo.InvariantCulture) : long.MaxValue;
        var page = _rows.Index().Where(row => row.Item.Object == id && row.Item.Transaction <= until && row.Index < before)
            .OrderByDescending(row => row.Index).Take(PageRows).ToList();
        var answer = new JsonObject
        {
            ["events"] = new JsonArray([.. page.Select(row =>
            {
                var copy = row.Item.Row.DeepClone();
                copy["_xact_id"] = row.Item.Transaction.ToString(CultureInfo.InvariantCulture);
                return copy;
            })]),
        };
        if (page.Count > 0)
        {
            answer["cursor"] = page[^1].Index.ToString(CultureInfo.InvariantCulture);
        }

        return Reply(answer);
    }

    private static ChatServerReply? Checked(string schema, JsonElement body)
    {
        JsonSchema rules;
        lock (Parsed)
        {
            if (!Parsed.TryGetValue(schema, out rules!))
            {
                var document = (JsonObject)Schemas.DeepClone();
                document["$ref"] = $"#/definitions/{schema}";
                Parsed[schema] = rules = JsonSchema.FromJsonAsync(document.ToJsonString()).GetAwaiter().GetResult();
            }
        }

        var problems = rules.Validate(body.GetRawText());
        return problems.Count == 0 ? null : BraintrustServer.Status(400, $"{schema}: {string.Join("; ", problems.Take(3))}");
    }

    private static ChatServerReply Reply(JsonObject answer) => ChatServerReply.Json(answer);
}
