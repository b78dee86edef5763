using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Evergreen.Tools.Storage;

/// <summary>
/// SQLite: many readers beside one writer on a file in WAL mode, and a single connection in turns for <c>:memory:</c>. A call never
/// gives up its thread between opening and committing, which is why plain locks serve.
/// </summary>
internal sealed class SqliteDialect(string pathOrMemory) : SqlDialect
{
    private readonly ConcurrentBag<PreparedSqliteConnection> _idle = [];
    private readonly SemaphoreSlim _writer = new(1);
    private readonly bool _inMemory = pathOrMemory == ":memory:";
    private volatile bool _disposed;

    public override async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_inMemory)
        {
            return await InTurnAsync(work, cancellationToken);
        }

        var connection = Rent();
        try
        {
            return await work(connection);
        }
        finally
        {
            Return(connection);
        }
    }

    public override Task<T> WriteAsync<T>(
        string subject, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        InTurnAsync(async connection =>
        {
            // Immediate: the lock is taken now, so that another process's writer is waited for here and not in mid-transaction.
            await using var transaction = ((SqliteConnection)connection).BeginTransaction(deferred: false);
            var result = await work(connection, transaction);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }, cancellationToken);

    public override Task PrepareAsync(DbConnection connection, DbTransaction transaction) =>
        connection.ExecuteAsync(Resource.Text("schema.sql"), transaction: transaction);

    public override string AsJson(string parameter) => parameter;

    public override async ValueTask DisposeAsync()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
        {
            await connection.DisposeAsync();
        }

        _writer.Dispose();
    }

    private async Task<T> InTurnAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        // Waiting without a thread would resume on the pool, and with it the blocking calls that callers keep off it.
#pragma warning disable CA1849
        _writer.Wait(cancellationToken);
#pragma warning restore CA1849
        try
        {
            var connection = Rent();
            try
            {
                return await work(connection);
            }
            finally
            {
                Return(connection);
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    private PreparedSqliteConnection Rent()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _idle.TryTake(out var connection) ? connection : Open();
    }

    private void Return(PreparedSqliteConnection connection)
    {
        _idle.Add(connection);
        if (_disposed && _idle.TryTake(out var late))
        {
            late.Dispose();
        }
    }

    private PreparedSqliteConnection Open()
    {
        var connection = new PreparedSqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = pathOrMemory, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // Without fsync a power cut may cost the file, a crash of this process cannot; a simulation is simply run again.
            command.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException error)
        {
            connection.Dispose();
            throw new ArgumentException($"{pathOrMemory} cannot be used as a SQLite database: {error.Message}", error);
        }
    }
}
