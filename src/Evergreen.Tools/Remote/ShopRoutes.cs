using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Remote;

/// <summary>A request as any web server can describe it.</summary>
/// <param name="Method">E.g. <c>GET</c>.</param>
/// <param name="Path">Unescaped, from the first slash, without the query.</param>
/// <param name="Query">Parameters, unescaped, in the order given.</param>
/// <param name="Header">A header's value, null when it is absent.</param>
/// <param name="Body">The body's text; empty when there is none.</param>
public sealed record ShopRequest(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Query, Func<string, string?> Header, string Body);

/// <summary>The answer to a <see cref="ShopRequest"/>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The body's media type.</param>
/// <param name="Body">The body, JSON.</param>
/// <param name="Headers">Further headers.</param>
public sealed record ShopReply(int Status, string ContentType, string Body, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>
/// The shop behind the routes of a Supabase project: tables under <c>/rest/v1/</c>, actions under <c>/functions/v1/</c>. Clients
/// that know nothing of worlds share the world <c>served</c>; an Idempotency-Key makes an action repeatable.
/// </summary>
/// <param name="shop">The shop; not disposed here.</param>
/// <param name="time">Keeps requests without a key of their own apart from those of an earlier process.</param>
/// <param name="serviceRoleKey">The key requests must carry as <c>apikey</c> or bearer; null admits everybody.</param>
public sealed class ShopRoutes(SimulatedShop shop, TimeProvider time, string? serviceRoleKey = null)
{
    private static readonly Dictionary<string, string> Tools =
        WireNames.Functions.ToDictionary(function => WireNames.FunctionsPath + function.Value, function => function.Key);

    private readonly long _started = time.GetUtcNow().UtcTicks;
    private int _calls;

    /// <summary>Answers one request. Bad requests are answers; an exception means that the shop itself is broken.</summary>
    public async Task<ShopReply> AnswerAsync(ShopRequest request, CancellationToken cancellationToken)
    {
        if (serviceRoleKey is not null && request.Header("apikey") != serviceRoleKey
            && request.Header("Authorization") != $"Bearer {serviceRoleKey}")
        {
            return Error(401, "UNAUTHORIZED", "The request carries no apikey header, or not the right one.");
        }

        if (SeedData.IsReserved(World(request)))
        {
            return Error(400, "RESERVED_WORLD", "That world is reserved for seed data.");
        }

        if (Tools.TryGetValue(request.Path, out var tool))
        {
            return request.Method == "POST" ? await ActAsync(request, tool, cancellationToken) : OtherMethod("POST");
        }

        if (request.Path == WireNames.ChangesPath)
        {
            return Json(200, JsonSerializer.Serialize(
                await shop.ChangesAsync(World(request), Header(request, WireNames.Conversation) ?? "", cancellationToken)));
        }

        if (request.Path.StartsWith(WireNames.RestPath, StringComparison.Ordinal)
            && RestTable.All.TryGetValue(request.Path[WireNames.RestPath.Length..], out var table))
        {
            return request.Method == "GET" ? await ReadAsync(request, table, cancellationToken) : OtherMethod("GET");
        }

        return Error(404, "NOT_FOUND",
            $"There is no {request.Path}. Tables: {string.Join(", ", RestTable.All.Keys)} under {WireNames.RestPath}; "
            + $"functions: {string.Join(", ", WireNames.Functions.Values)} under {WireNames.FunctionsPath}.");
    }

    private async Task<ShopReply> ReadAsync(ShopRequest request, RestTable table, CancellationToken cancellationToken)
    {
        var (query, problem) = RestQuery.Parse(table, request.Query);
        if (query is null)
        {
            return Error(400, "PGRST100", problem!);
        }

        List<object> rows;
        try
        {
            rows = await shop.Store.ReadAsync(
                World(request),
                session => session.RowsAsync(table.Row, table.Name, table.Key, query.Equal, query.OrderBy, query.Limit),
                cancellationToken);
        }
        catch (DbException error) when (error.IsTransient)
        {
            return Error(503, "STORE_UNAVAILABLE", "The shop's database cannot be reached.");
        }

        var written = rows.Select(row => Select(ShopJson.WriteRow(row), query.Columns)).ToList();
        if (request.Header("Accept")?.Contains(WireNames.SingleObject, StringComparison.Ordinal) != true)
        {
            return Json(200, $"[{string.Join(',', written)}]");
        }

        return written.Count == 1
            ? new ShopReply(200, WireNames.SingleObject, written[0], [])
            : Error(406, "PGRST116", $"The result has {written.Count} rows, not one.");
    }

    private async Task<ShopReply> ActAsync(ShopRequest request, string tool, CancellationToken cancellationToken)
    {
        var call = new ToolCall(
            World(request),
            Header(request, WireNames.Conversation) ?? "http",
            Header(request, WireNames.Call) ?? request.Header(WireNames.IdempotencyKey)
                ?? $"request-{_started:x}-{Interlocked.Increment(ref _calls)}",
            tool,
            request.Body)
        {
            Number = Number(request, WireNames.CallNumber, atLeast: 0),
        };
        var reply = await shop.AttemptAsync(call, Number(request, WireNames.Attempt, atLeast: 1), cancellationToken);
        return Json(
            reply.Status,
            ToolReplies.ServiceBody(reply),
            reply.Fault is null ? [] : [KeyValuePair.Create(WireNames.Fault, reply.Fault)],
            reply.Latency == TimeSpan.Zero
                ? []
                : [KeyValuePair.Create(WireNames.LatencyMilliseconds, reply.Latency.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture))]);
    }

    private static int Number(ShopRequest request, string header, int atLeast) =>
        int.TryParse(request.Header(header), CultureInfo.InvariantCulture, out var given) ? Math.Max(atLeast, given) : atLeast;

    private static string Select(string row, IReadOnlyList<string>? columns)
    {
        if (columns is null)
        {
            return row;
        }

        using var document = JsonDocument.Parse(row);
        return ShopJson.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var column in columns.Where(column => document.RootElement.TryGetProperty(column, out _)))
            {
                writer.WritePropertyName(column);
                document.RootElement.GetProperty(column).WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    private static string World(ShopRequest request) => Header(request, WireNames.World) ?? "served";

    private static string? Header(ShopRequest request, string name) =>
        request.Header(name) is { Length: > 0 } value ? Uri.UnescapeDataString(value) : null;

    private static ShopReply OtherMethod(string method) => Error(405, "METHOD_NOT_ALLOWED", $"Use {method} here.");

    private static ShopReply Error(int status, string code, string message) => Json(status, ToolReplies.Error(status, code, message).Body);

    private static ShopReply Json(int status, string body, params IEnumerable<KeyValuePair<string, string>>[] headers) =>
        new(status, "application/json", body, [.. headers.SelectMany(header => header)]);
}
