using System.Text.Json;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Remote;

/// <summary>
/// The shop in a Supabase project: reads over PostgREST, actions over Edge Functions, and neither retried here. Worlds and
/// injected faults exist only where our own server answers (<see cref="ShopRoutes"/>); a real project is one shared world.
/// </summary>
public sealed class SupabaseShop : IToolbox, IDisposable
{
    private readonly SupabaseClient _client;
    private readonly ReturnPolicy _returns;

    /// <summary>Connects on the first call.</summary>
    /// <param name="options">Address, key and patience.</param>
    /// <param name="time">What time-outs and circuit breakers go by.</param>
    /// <param name="handler">Sends the requests and is disposed with the shop; null for a pooled one without trace headers.</param>
    /// <exception cref="ArgumentException">An option cannot be used; says what to write.</exception>
    public SupabaseShop(SupabaseOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        options.Validate();
        _client = new SupabaseClient(options, time, handler ?? new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        });
        _returns = new ReturnPolicy(options.WorldClock);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ToolDefinition> Tools => ToolCatalog.All;

    /// <inheritdoc/>
    public async Task<ToolResponse> AttemptAsync(ToolCall call, int attempt, CancellationToken cancellationToken)
    {
        if (ToolCatalog.Find(call.ToolName) is not { } tool)
        {
            return ToolReplies.UnknownTool(call.ToolName);
        }

        var (arguments, problem) = ToolArguments.Parse(tool, call.Arguments);
        return arguments is null ? ToolReplies.InvalidArguments(problem!)
            : tool.Kind == ToolKind.Read ? await ReadAsync(call, arguments, cancellationToken)
            : RemoteReply.Action(await _client.InvokeAsync(
                call, attempt, WireNames.Functions[call.ToolName], arguments.ToJson(), cancellationToken));
    }

    /// <summary>What our own server says the conversation changed; nothing for a real Supabase project, which keeps no such record.</summary>
    /// <exception cref="HttpRequestException">The server did not answer, or answered something else.</exception>
    public async Task<IReadOnlyList<ShopChange>> ChangesAsync(string world, string conversationId, CancellationToken cancellationToken)
    {
        var reply = await _client.GetAsync(
            new ToolCall(world, conversationId, "changes", "", ""), WireNames.ChangesPath, "application/json", cancellationToken);
        return reply.Status switch
        {
            200 => Changes(reply.Body),
            404 => [],
            _ => throw new HttpRequestException($"the shop's changes cannot be read: status {reply.Status}"),
        };
    }

    private static List<ShopChange> Changes(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<List<ShopChange>>(body) ?? [];
        }
        catch (JsonException cause)
        {
            throw new HttpRequestException("the shop's changes cannot be read: the answer is no list of them", cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Task<ToolResponse> ReadAsync(ToolCall call, ToolArguments arguments, CancellationToken cancellationToken) =>
        call.ToolName switch
        {
            "lookup_order" => OneAsync(call, "orders", "id", arguments.Text("order_id"), cancellationToken),
            "lookup_customer_by_email" => OneAsync(call, "customers", "email", arguments.Text("email"), cancellationToken),
            "lookup_product" => OneAsync(call, "products", "sku", arguments.Text("sku"), cancellationToken),
            "lookup_customer_orders" => ManyAsync(
                call, "orders", "customer_id", arguments.Text("customer_id"), "&order=placed_at.desc,id.desc", cancellationToken),
            "check_return_eligibility" => EligibilityAsync(call, arguments.Text("order_id"), cancellationToken),
            _ => throw new InvalidOperationException($"no reader for {call.ToolName}"),
        };

    private async Task<ToolResponse> OneAsync(
        ToolCall call, string table, string column, string value, CancellationToken cancellationToken) =>
        RemoteReply.Read(await _client.GetAsync(call, Query(table, column, value), WireNames.SingleObject, cancellationToken));

    private async Task<ToolResponse> ManyAsync(
        ToolCall call, string table, string column, string value, string more, CancellationToken cancellationToken) =>
        RemoteReply.Read(await _client.GetAsync(call, Query(table, column, value) + more, "application/json", cancellationToken));

    private async Task<ToolResponse> EligibilityAsync(ToolCall call, string orderId, CancellationToken cancellationToken)
    {
        var order = await OneAsync(call, "orders", "id", orderId, cancellationToken);
        if (order.Status != 200)
        {
            return order;
        }

        var returns = await ManyAsync(call, "returns", "order_id", orderId, "&limit=1", cancellationToken);
        if (returns.Status is not (200 or 404))
        {
            return returns;
        }

        using var row = JsonDocument.Parse(order.Body);
        using var earlier = JsonDocument.Parse(returns.Body);
        var earlierId = earlier.RootElement.ValueKind == JsonValueKind.Array ? RemoteReply.Field(earlier.RootElement[0], "id") : null;
        return ToolReplies.Read(_returns.Eligibility(
            new Returnable(
                orderId,
                RemoteReply.Field(row.RootElement, "status") ?? "unknown",
                DateTimeOffset.TryParse(RemoteReply.Field(row.RootElement, "delivered_at"), out var delivered) ? delivered : null),
            earlierId));
    }

    /// <summary>The value is data wherever it stands: after <c>eq.</c> PostgREST takes everything literally, and escaping keeps it there.</summary>
    private static string Query(string table, string column, string value) =>
        $"{WireNames.RestPath}{table}?select=*&{column}=eq.{Uri.EscapeDataString(value)}";
}
