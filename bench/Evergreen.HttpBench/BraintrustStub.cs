using System.Text.Json;
using System.Text.Json.Nodes;
using Evergreen.Testing.Models;

namespace Evergreen.HttpBench;

/// <summary>The routes of Braintrust's that delivery uses, in a process of its own: takes rows, after a while, and counts their ids.</summary>
internal static class BraintrustStub
{
    public static async Task ServeAsync(TimeSpan latency)
    {
        var ids = new HashSet<string>();
        await using var server = await ChatServer.StartAsync(request =>
            request.Path.EndsWith("/insert", StringComparison.Ordinal) ? Insert(request, ids) with { Latency = latency }
            : ChatServerReply.Text("""{"id":"p-1","org_id":"o-1","name":"bench"}"""));
        await Console.Out.WriteLineAsync(server.BaseUrl.GetLeftPart(UriPartial.Authority));
        await Console.In.ReadToEndAsync();
        await Console.Out.WriteLineAsync(FormattableString.Invariant($"{ids.Count}"));
    }

    private static ChatServerReply Insert(ChatServerRequest request, HashSet<string> ids)
    {
        using var body = JsonDocument.Parse(request.Body);
        var rows = body.RootElement.GetProperty("events").EnumerateArray().Select(row => row.GetProperty("id").GetString()!).ToList();
        lock (ids)
        {
            ids.UnionWith(rows);
        }

        return ChatServerReply.Json(new JsonObject { ["row_ids"] = new JsonArray([.. rows.Select(JsonNode (id) => id)]) });
    }
}
