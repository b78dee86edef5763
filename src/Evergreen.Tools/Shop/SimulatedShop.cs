using System.Data.Common;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Services;
using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Shop;

/// <summary>
/// Evergreen Goods in this process: the six tables in a database, and four outside services that fail as planned. Safe for any
/// number of callers at once.
/// </summary>
public sealed class SimulatedShop : IToolbox, IAsyncDisposable
{
    private readonly SqlShopStore _store;
    private readonly ShopOptions _options;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _now;
    private readonly ReturnPolicy _returns;
    private readonly PaymentProcessor _payments;
    private readonly LabelService _labels;
    private readonly Carrier _carrier;
    private readonly TicketDesk _tickets;

    private SimulatedShop(SqlShopStore store, ShopOptions options, DateTimeOffset now, TimeProvider time)
    {
        (_store, _options, _now, _time) = (store, options, now, time);
        _returns = new ReturnPolicy(now);
        _payments = new PaymentProcessor(store, new RefundPolicy(options.RefundableStatuses, now));
        _labels = new LabelService(store, _returns);
        _carrier = new Carrier(store, now);
        _tickets = new TicketDesk(store);
    }

    /// <summary>The rows behind the tools, for those who serve them.</summary>
    internal SqlShopStore Store => _store;

    /// <inheritdoc/>
    public IReadOnlyList<ToolDefinition> Tools => ToolCatalog.All;

    /// <summary>Opens a shop on SQLite, making tables and seed rows where they are missing.</summary>
    /// <param name="pathOrMemory">A file, made if need be, or <c>:memory:</c>. A file may be shared with other readers.</param>
    /// <param name="options">Refund rule, faults, seed and clock.</param>
    /// <param name="time">What simulated latency is waited by.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Task<SimulatedShop> OpenSqliteAsync(
        string pathOrMemory, ShopOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(new SqliteDialect(pathOrMemory), options, time, cancellationToken);

    /// <summary>Opens a shop on PostgreSQL, in the schema that <see cref="PostgresDatabase.InitAsync"/> made.</summary>
    /// <param name="connectionString">Npgsql's; see <see cref="PostgresDatabase"/>.</param>
    /// <param name="options">Refund rule, faults, seed and clock.</param>
    /// <param name="time">What simulated latency is waited by.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="ArgumentException">The connection string or an option cannot be used.</exception>
    /// <exception cref="InvalidOperationException">The schema is missing or another version's; says what to do.</exception>
    /// <exception cref="DbException">The server cannot be reached or refuses.</exception>
    public static Task<SimulatedShop> OpenPostgresAsync(
        string connectionString, ShopOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        OpenAsync(new PostgresDialect(connectionString), options, time, cancellationToken);

    /// <inheritdoc/>
    public async Task<ToolResponse> AttemptAsync(ToolCall call, int attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (SeedData.IsReserved(call.World))
        {
            throw new ArgumentException($"world \"{call.World}\" is reserved for seed data", nameof(call));
        }

        if (ToolCatalog.Find(call.ToolName) is not { } tool)
        {
            return ToolReplies.UnknownTool(call.ToolName);
        }

        var (arguments, problem) = ToolArguments.Parse(tool, call.Arguments);
        if (arguments is null)
        {
            return ToolReplies.InvalidArguments(problem!);
        }

        try
        {
            return tool.Kind == ToolKind.Read
                ? ToolReplies.Read(await ReadAsync(call, arguments, cancellationToken))
                : await ActAsync(call, arguments, attempt, cancellationToken);
        }
        catch (DbException error) when (error.IsTransient)
        {
            return ToolReplies.StoreUnavailable(tool);
        }
    }

    /// <inheritdoc/>
    public int ForeseenFailures(string conversationId, int callNumber) => _options.FaultPlan.FailuresInARow(_options.Seed, conversationId, callNumber);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ShopChange>> ChangesAsync(string world, string conversationId, CancellationToken cancellationToken) =>
        _store.ChangesAsync(world, conversationId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static async Task<SimulatedShop> OpenAsync(
        SqlDialect dialect, ShopOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        options.Validate();
        var clock = options.WorldClock.ToUniversalTime();
        var now = clock.AddTicks(-(clock.Ticks % TimeSpan.TicksPerSecond));
        try
        {
            return new SimulatedShop(await SqlShopStore.OpenAsync(dialect, now, time, cancellationToken), options, now, time);
        }
        catch
        {
            await dialect.DisposeAsync();
            throw;
        }
    }

    private Task<object?> ReadAsync(ToolCall call, ToolArguments arguments, CancellationToken cancellationToken) =>
        _store.ReadAsync<object?>(call.World, async session => call.ToolName switch
        {
            "lookup_order" => await session.FindOrderAsync(arguments.Text("order_id")),
            "lookup_customer_by_email" => await session.FindCustomerAsync(arguments.Text("email")),
            "lookup_customer_orders" => await session.OrdersOfAsync(arguments.Text("customer_id")) is { Count: > 0 } orders ? orders : null,
            "lookup_product" => await session.FindProductAsync(arguments.Text("sku")),
            "check_return_eligibility" => await EligibilityAsync(session, arguments.Text("order_id")),
            _ => throw new InvalidOperationException($"no reader for {call.ToolName}"),
        }, cancellationToken);

    private async Task<object?> EligibilityAsync(ShopSession session, string orderId)
    {
        if (await session.FindOrderAsync(orderId) is not { } order)
        {
            return null;
        }

        return _returns.Eligibility(order.AsReturnable(), await session.FindReturnOfAsync(orderId) is { } earlier ? earlier.Id : null);
    }

    private async Task<ToolResponse> ActAsync(ToolCall call, ToolArguments arguments, int attempt, CancellationToken cancellationToken)
    {
        var caller = new Caller(call.World, call.ConversationId, call.IdempotencyKey, _now);
        (Service service, Func<Task<ServiceReply>> act) = call.ToolName switch
        {
            "process_refund" => (Service.PaymentProcessor, () => _payments.RefundAsync(
                caller,
                new RefundRequest(
                    arguments.Text("order_id"),
                    arguments.Text("customer_id"),
                    arguments.OptionalText("kind") ?? RefundKind.Full,
                    arguments.OptionalNumber("amount")),
                cancellationToken)),
            "initiate_return" => (Service.LabelService, () => _labels.ReturnAsync(
                caller, arguments.Text("order_id"), arguments.Text("customer_id"), arguments.Text("reason"), cancellationToken)),
            "check_shipping_status" => (Service.Carrier, () => _carrier.TrackAsync(
                call.World, arguments.Text("order_id"), cancellationToken)),
            "escalate_to_human" => (Service.TicketDesk, (Func<Task<ServiceReply>>)(() => _tickets.OpenAsync(
                caller,
                new TicketRequest(
                    arguments.Text("subject"),
                    arguments.Text("description"),
                    arguments.OptionalText("customer_id"),
                    arguments.OptionalText("order_id"),
                    arguments.OptionalText("priority") ?? "normal"),
                cancellationToken))),
            _ => throw new InvalidOperationException($"no service for {call.ToolName}"),
        };

        var draw = FaultDraw.For(service.FaultsIn(_options.FaultPlan), _options.Seed, call, attempt);
        if (draw.Latency > TimeSpan.Zero)
        {
            await Task.Delay(draw.Latency, _time, cancellationToken);
        }

        var reply = draw.Fault is FaultDraw.Unavailable or FaultDraw.Timeout ? null : await act();
        return ToolReplies.Action(draw.Fault is null ? reply! : draw.Failure(service)) with { Fault = draw.Fault, Latency = draw.Latency };
    }
}
