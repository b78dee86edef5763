using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Host.Tracing;
using Evergreen.Testing.Models;

namespace Evergreen.Host.Tests.Tracing;

/// <summary>The routes of Braintrust's that we use, on loopback; keeps rows by their id and misbehaves as it is told.</summary>
internal sealed class BraintrustServer : IAsyncDisposable
{
    public const string Key = "sk-braintrust-secret";

    private readonly ConcurrentDictionary<string, string> _rows = [];
    private ChatServer _http = null!;
    private int _inserts;
    private int _made;

    /// <summary>What to answer the n-th insert with, from 1, instead of taking the rows; null takes them.</summary>
    public Func<int, byte[], ChatServerReply?> Fault { get; set; } = (_, _) => null;

    /// <summary>Told the row ids of every insert it has taken.</summary>
    public Action<int> Taken { get; set; } = _ => { };

    /// <summary>The rows it keeps, by id.</summary>
    public IReadOnlyDictionary<string, string> Rows => _rows;

    /// <summary>How often the project was got or made.</summary>
    public int Made => _made;

    /// <summary>Datasets, experiments and prompts.</summary>
    public BraintrustShelf Shelf { get; } = new();

    /// <summary>Every path asked for.</summary>
    public ConcurrentQueue<string> Paths { get; } = [];

    /// <summary>The bodies of inserts, whether taken or not: their length and rows.</summary>
    public ConcurrentQueue<(int Bytes, int Rows)> Inserts { get; } = [];

    public Uri Url => new(_http.BaseUrl.GetLeftPart(UriPartial.Authority));

    public BraintrustSettings Settings => new() { ApiKey = Key, ApiUrl = Url, AppUrl = Url, Project = "sim" };

    /// <summary>What a child process needs to find it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        [BraintrustSettings.KeyVariable] = Key,
        [BraintrustSettings.UrlVariable] = Url.ToString(),
        [BraintrustSettings.AppVariable] = Url.ToString(),
        [BraintrustSettings.ProjectVariable] = "sim",
    };

    public static async Task<BraintrustServer> StartAsync(int port = 0)
    {
        var server = new BraintrustServer();
        server._http = await ChatServer.StartAsync(server.Answer, port);
        return server;
    }

    public static ChatServerReply Status(int status, string body = "", params (string Name, string Value)[] headers) => ChatServerReply.Text(body) with
    {
        Status = status,
        Headers = headers.ToDictionary(header => header.Name, header => header.Value),
    };

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private ChatServerReply Answer(ChatServerRequest request)
    {
        Paths.Enqueue(request.Path);
        return request.Headers.GetValueOrDefault("Authorization") != $"Bearer {Key}" ? Status(401, "Unauthorized")
            : request.Path.StartsWith("/v1/project_logs/", StringComparison.Ordinal) ? Insert(request)
            : request.Path == "/v1/project" && request.Body.Length == 0 ? Projects(request)
            : request.Path == "/v1/project" ? Make()
            : request.Path == "/v1/project/p-1" ? ChatServerReply.Text("""{"id":"p-1","org_id":"o-1","name":"sim"}""")
            : request.Path == "/api/apikey/login" ? ChatServerReply.Text("""{"org_info":[{"id":"o-0","name":"Other"},{"id":"o-1","name":"Our shop"}]}""")
            : Shelf.Answer(request) ?? Status(404, "no such route");
    }

    private static ChatServerReply Projects(ChatServerRequest request) => ChatServerReply.Text(
        request.Query.Contains("project_name=sim", StringComparison.Ordinal) ? """{"objects":[{"id":"p-1","name":"sim"}]}""" : """{"objects":[]}""");

    private ChatServerReply Make()
    {
        Interlocked.Increment(ref _made);
        return ChatServerReply.Text("""{"id":"p-1","org_id":"o-1","name":"sim"}""");
    }

    private ChatServerReply Insert(ChatServerRequest request)
    {
        var number = Interlocked.Increment(ref _inserts);
        if (Fault(number, request.Body) is { } fault)
        {
            return fault;
        }

        List<JsonElement> events;
        try
        {
            events = [.. request.Json.GetProperty("events").EnumerateArray()];
        }
        catch (JsonException)
        {
            return Status(400, "the body is no JSON");
        }

        Inserts.Enqueue((request.Body.Length, events.Count));
        foreach (var row in events)
        {
            _rows[row.GetProperty("id").GetString()!] = row.GetRawText();
        }

        Taken(number);
        return ChatServerReply.Json(new JsonObject
        {
            ["row_ids"] = new JsonArray([.. events.Select(JsonNode (row) => row.GetProperty("id").GetString()!)]),
        });
    }
}
