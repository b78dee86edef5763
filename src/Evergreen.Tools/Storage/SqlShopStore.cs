using System.Data.Common;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Storage;

/// <summary>The six tables, whatever the database behind the dialect.</summary>
internal sealed class SqlShopStore : IAsyncDisposable
{
    private readonly SqlDialect _dialect;
    private readonly TimeProvider _time;
    private readonly string _seed;
    private long _sequence;

    private SqlShopStore(SqlDialect dialect, TimeProvider time, string seed) => (_dialect, _time, _seed) = (dialect, time, seed);

    /// <summary>Sees to the tables, and inserts the seed of <paramref name="worldClock"/> unless it is there.</summary>
    public static async Task<SqlShopStore> OpenAsync(
        SqlDialect dialect, DateTimeOffset worldClock, TimeProvider time, CancellationToken cancellationToken)
    {
        ColumnTypes.Register();
        var seed = new SeedData(worldClock);
        await dialect.WriteAsync("schema", async (connection, transaction) =>
        {
            await dialect.PrepareAsync(connection, transaction);
            await seed.InsertMissingAsync(connection, transaction, dialect);
            return true;
        }, cancellationToken);
        return new SqlShopStore(dialect, time, seed.World);
    }

    public Task<T> ReadAsync<T>(string world, Func<ShopSession, Task<T>> work, CancellationToken cancellationToken) =>
        _dialect.ReadAsync(connection => work(Session(connection, null, world, cancellationToken)), cancellationToken);

    /// <summary>Writers that name the same world and subject (an order, as a rule) take turns.</summary>
    public Task<T> WriteAsync<T>(
        string world, string subject, Func<ShopSession, Task<T>> work, CancellationToken cancellationToken) =>
        _dialect.WriteAsync(
            $"{world}/{subject}", (connection, transaction) => work(Session(connection, transaction, world, cancellationToken)), cancellationToken);

    /// <summary>What one conversation added or changed, oldest first; an order stands after the last row that changed it.</summary>
    public Task<IReadOnlyList<ShopChange>> ChangesAsync(string world, string conversationId, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ShopChange>>(world, async session =>
        {
            var written = new List<WrittenRow>();
            written.AddRange(await session.RefundsByAsync(conversationId));
            written.AddRange(await session.ReturnsByAsync(conversationId));
            written.AddRange(await session.TicketsByAsync(conversationId));
            written.Sort((one, other) => one.Sequence.CompareTo(other.Sequence));
            var changes = new List<ShopChange>();
            for (var i = 0; i < written.Count; i++)
            {
                changes.Add(Inserted(written[i]));
                if (written[i].ChangedOrder is { } order && written.FindLastIndex(row => row.ChangedOrder == order) == i)
                {
                    changes.Add(new ShopChange("orders", "updated", ShopJson.Write(await session.FindOrderAsync(order))));
                }
            }

            return changes;
        }, cancellationToken);

    public ValueTask DisposeAsync() => _dialect.DisposeAsync();

    private static ShopChange Inserted(WrittenRow row) => row switch
    {
        RefundRow refund => new("refund_requests", "inserted", ShopJson.Write(refund)),
        ReturnRow back => new("returns", "inserted", ShopJson.Write(back)),
        TicketRow ticket => new("support_tickets", "inserted", ShopJson.Write(ticket)),
        _ => throw new InvalidOperationException($"no table for {row.GetType().Name}"),
    };

    private ShopSession Session(DbConnection connection, DbTransaction? transaction, string world, CancellationToken cancellationToken) =>
        new(connection, transaction, _dialect, world, _seed, NextSequence, cancellationToken);

    /// <summary>Rises with every row; close to the clock, so that rows of several processes stand in about the right order too.</summary>
    private long NextSequence()
    {
        while (true)
        {
            var last = Volatile.Read(ref _sequence);
            var next = Math.Max(last + 1, _time.GetUtcNow().UtcTicks);
            if (Interlocked.CompareExchange(ref _sequence, next, last) == last)
            {
                return next;
            }
        }
    }
}
