using System.Data.Common;
using Dapper;
using Npgsql;

namespace Evergreen.Tools.Storage;

/// <summary>
/// PostgreSQL: a pool with a gate in front, so that any number of callers wait in line for a connection instead of timing out, and
/// an advisory lock per order, since the row a world is about to copy is not there to be locked.
/// </summary>
internal sealed class PostgresDialect : SqlDialect
{
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _gate;

    public PostgresDialect(string connectionString)
    {
        var settings = PostgresSettings.Parse(connectionString);
        _source = NpgsqlDataSource.Create(settings);
        _gate = new SemaphoreSlim(settings.MaxPoolSize);
    }

    public override async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            return await work(connection);
        }
        catch (NpgsqlException error) when (error.IsTransient)
        {
            // A server that restarted has broken the idle connections too; without this each of them would fail one more call.
            _source.Clear();
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    public override Task<T> WriteAsync<T>(
        string subject, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        ReadAsync(async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_advisory_xact_lock(hashtextextended(@subject, 0))",
                new { subject },
                transaction,
                cancellationToken: cancellationToken));
            var result = await work(connection, transaction);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }, cancellationToken);

    public override async Task PrepareAsync(DbConnection connection, DbTransaction transaction)
    {
        if (await PostgresDatabase.ProblemAsync(connection) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }
    }

    public override string AsJson(string parameter) => $"CAST({parameter} AS json)";

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _gate.Dispose();
    }
}
