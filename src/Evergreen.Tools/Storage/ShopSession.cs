using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Storage;

/// <summary>
/// One connection's view of one world: the seed, overlaid by what the world wrote. Orders are copied when they change; returns,
/// refunds and tickets are only ever added; customers and products never change.
/// </summary>
internal sealed class ShopSession(
    DbConnection connection,
    DbTransaction? transaction,
    SqlDialect dialect,
    string world,
    string seed,
    Func<long> nextSequence,
    CancellationToken cancellationToken)
{
    private const string CopiedColumns =
        """
        id, customer_id, items, subtotal, promo_code, promo_discount_due, discount, shipping_method, shipping_cost, total,
        payment_method, payment_status, card_expires_at, ship_to, is_gift, carrier, tracking_number, tracking, placed_at,
        shipped_at, promised_by, delivered_at, notes
        """;

    public Task<Order?> FindOrderAsync(string id) =>
        FirstAsync<Order>(
            """
            SELECT * FROM orders WHERE id = @id AND world =
              CASE WHEN EXISTS (SELECT 1 FROM orders WHERE world = @world AND id = @id) THEN @world ELSE @seed END
            """,
            new { world, seed, id });

    public Task<Customer?> FindCustomerAsync(string email) =>
        FirstAsync<Customer>("SELECT * FROM customers WHERE world = @seed AND email = @email", new { seed, email });

    public Task<Product?> FindProductAsync(string sku) =>
        FirstAsync<Product>("SELECT * FROM products WHERE world = @seed AND sku = @sku", new { seed, sku });

    public Task<List<Order>> OrdersOfAsync(string customerId) =>
        ListAsync<Order>(
            """
            SELECT * FROM orders o
            WHERE customer_id = @customerId AND (world = @world OR world = @seed
              AND NOT EXISTS (SELECT 1 FROM orders own WHERE own.world = @world AND own.id = o.id))
            ORDER BY placed_at DESC, id DESC
            """,
            new { world, seed, customerId });

    public Task<ReturnRow?> FindReturnOfAsync(string orderId) =>
        FirstAsync<ReturnRow>(
            "SELECT * FROM returns WHERE world IN (@world, @seed) AND order_id = @orderId", new { world, seed, orderId });

    public Task<List<RefundRow>> RefundsOfAsync(string orderId) =>
        ListAsync<RefundRow>(
            "SELECT * FROM refund_requests WHERE world IN (@world, @seed) AND order_id = @orderId ORDER BY sequence",
            new { world, seed, orderId });

    /// <summary>Rows of any table as this world sees them. Table and columns are names of our own, values are parameters.</summary>
    public async Task<List<object>> RowsAsync(
        Type row, string table, string key, IReadOnlyList<KeyValuePair<string, string>> equal, string? orderBy, int? limit)
    {
        var parameters = new DynamicParameters(new { world, seed });
        var filters = new StringBuilder();
        for (var i = 0; i < equal.Count; i++)
        {
            filters.Append(CultureInfo.InvariantCulture, $" AND r.{equal[i].Key} = @value{i}");
            parameters.Add($"value{i}", equal[i].Value);
        }

        var rows = await connection.QueryAsync(
            row,
            Command(
                $"""
                SELECT * FROM {table} AS r
                WHERE (r.world = @world OR r.world = @seed
                  AND NOT EXISTS (SELECT 1 FROM {table} AS own WHERE own.world = @world AND own.{key} = r.{key})){filters}
                ORDER BY {orderBy ?? key}{(limit is { } most ? $" LIMIT {most}" : "")}
                """,
                parameters));
        return rows.AsList();
    }

    public Task<RefundRow?> FindRefundAsync(string id) => FindWrittenAsync<RefundRow>("refund_requests", id);

    public Task<ReturnRow?> FindReturnAsync(string id) => FindWrittenAsync<ReturnRow>("returns", id);

    public Task<TicketRow?> FindTicketAsync(string id) => FindWrittenAsync<TicketRow>("support_tickets", id);

    public Task InsertRefundAsync(RefundRow row) => InsertAsync(
        $"""
        INSERT INTO refund_requests (world, id, order_id, customer_id, amount, kind, status, order_status, processor_response,
          idempotency_key, conversation_id, sequence, created_at)
        VALUES (@World, @Id, @OrderId, @CustomerId, @Amount, @Kind, @Status, @OrderStatus, {dialect.AsJson("@ProcessorResponse")},
          @IdempotencyKey, @ConversationId, @Sequence, @CreatedAt)
        """, row);

    public Task InsertReturnAsync(ReturnRow row) => InsertAsync(
        """
        INSERT INTO returns (world, id, order_id, customer_id, reason, status, label_number, idempotency_key, conversation_id,
          sequence, created_at)
        VALUES (@World, @Id, @OrderId, @CustomerId, @Reason, @Status, @LabelNumber, @IdempotencyKey, @ConversationId,
          @Sequence, @CreatedAt)
        """, row);

    public Task InsertTicketAsync(TicketRow row) => InsertAsync(
        """
        INSERT INTO support_tickets (world, id, customer_id, order_id, subject, description, priority, idempotency_key,
          conversation_id, sequence, created_at)
        VALUES (@World, @Id, @CustomerId, @OrderId, @Subject, @Description, @Priority, @IdempotencyKey,
          @ConversationId, @Sequence, @CreatedAt)
        """, row);

    /// <summary>The status is the one column of an order that changes, so the copy is always the seed's row with another status.</summary>
    public Task SetOrderStatusAsync(string id, string status) => ExecuteAsync(
        $"""
        INSERT INTO orders (world, status, {CopiedColumns})
        SELECT @world, @status, {CopiedColumns} FROM orders WHERE world = @seed AND id = @id
        ON CONFLICT (world, id) DO UPDATE SET status = excluded.status
        """, new { world, seed, id, status });

    public Task<List<RefundRow>> RefundsByAsync(string conversationId) => ByAsync<RefundRow>("refund_requests", conversationId);

    public Task<List<ReturnRow>> ReturnsByAsync(string conversationId) => ByAsync<ReturnRow>("returns", conversationId);

    public Task<List<TicketRow>> TicketsByAsync(string conversationId) => ByAsync<TicketRow>("support_tickets", conversationId);

    private Task<T?> FindWrittenAsync<T>(string table, string id) =>
        FirstAsync<T>($"SELECT * FROM {table} WHERE world = @world AND id = @id", new { world, id });

    private Task<List<T>> ByAsync<T>(string table, string conversationId) =>
        ListAsync<T>($"SELECT * FROM {table} WHERE world = @world AND conversation_id = @conversationId", new { world, conversationId });

    private Task<int> InsertAsync(string sql, WrittenRow row) =>
        ExecuteAsync(sql, row with { World = world, Sequence = nextSequence() });

    private Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    private Task<T?> FirstAsync<T>(string sql, object parameters) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    private async Task<List<T>> ListAsync<T>(string sql, object parameters) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    private CommandDefinition Command(string sql, object parameters) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
