using System.Data.Common;
using Dapper;
using Evergreen.Tools.Services;
using Npgsql;

namespace Evergreen.Tools.Storage;

/// <summary>What a check of the database found.</summary>
/// <param name="Server">The server's version, e.g. <c>16.4</c>.</param>
/// <param name="Problem">What keeps the shop from opening, with the mend; null when nothing does.</param>
/// <param name="Worlds">How many worlds hold rows, seeds included; 0 when there is a problem.</param>
public sealed record DatabaseCheck(string Server, string? Problem, int Worlds);

/// <summary>
/// The shop's schema <c>evergreen</c> in a PostgreSQL database (15 or later). Nothing outside that schema is touched. Connection
/// strings are Npgsql's (<c>Host=...;Database=...</c>) or addresses (<c>postgres://user:password@host:5432/database</c>, where a
/// query adds Npgsql's settings); without <c>Maximum Pool Size</c> ten connections are used.
/// </summary>
public static class PostgresDatabase
{
    /// <summary>The schema that holds the six tables.</summary>
    public const string Schema = "evergreen";

    private const int OldestServer = 15;

    private static readonly string Fingerprint = $"evergreen {new Dice(0).With(Resource.Text("schema.sql")).NextUInt64():x16}";

    /// <summary>Makes schema and tables where they are missing; leaves rows alone. May be repeated, also by several at once.</summary>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    /// <exception cref="InvalidOperationException">The server is too old, or the schema was made by another version.</exception>
    /// <exception cref="DbException">The server cannot be reached or refuses.</exception>
    public static Task InitAsync(string connectionString, CancellationToken cancellationToken) =>
        ChangeAsync(connectionString, reset: false, cancellationToken);

    /// <summary>Drops the schema with everything in it and makes it anew.</summary>
    /// <inheritdoc cref="InitAsync"/>
    public static Task ResetAsync(string connectionString, CancellationToken cancellationToken) =>
        ChangeAsync(connectionString, reset: true, cancellationToken);

    /// <summary>Says whether a shop could be opened here. Changes nothing.</summary>
    /// <exception cref="ArgumentException">The connection string is not one.</exception>
    /// <exception cref="DbException">The server cannot be reached or refuses.</exception>
    public static async Task<DatabaseCheck> CheckAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(PostgresSettings.Parse(connectionString));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var problem = await ProblemAsync(connection);
        var worlds = problem is null
            ? await connection.ExecuteScalarAsync<int>(
                """
                SELECT COUNT(*) FROM (SELECT world FROM products UNION SELECT world FROM refund_requests
                  UNION SELECT world FROM returns UNION SELECT world FROM support_tickets) AS worlds
                """)
            : 0;
        return new DatabaseCheck(connection.ServerVersion, problem, worlds);
    }

    internal static async Task<string?> ProblemAsync(DbConnection connection)
    {
        if (TooOld(connection) is { } tooOld)
        {
            return tooOld;
        }

        var found = await FingerprintAsync(connection);
        return found == Fingerprint ? null
            : found is null ? $"schema {Schema} is missing; make it with: db init"
            : $"schema {Schema} was made by another version; make it anew with: db reset (its rows are lost)";
    }

    private static async Task ChangeAsync(string connectionString, bool reset, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(PostgresSettings.Parse(connectionString));
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (TooOld(connection) is { } tooOld)
        {
            throw new InvalidOperationException(tooOld);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('evergreen schema', 0))", transaction: transaction);
        if (reset)
        {
            await connection.ExecuteAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE", transaction: transaction);
        }

        var found = await FingerprintAsync(connection);
        if (found is not null && found != Fingerprint)
        {
            throw new InvalidOperationException((await ProblemAsync(connection))!);
        }

        await connection.ExecuteAsync(
            $"CREATE SCHEMA IF NOT EXISTS {Schema}; {Resource.Text("schema.sql")}; COMMENT ON SCHEMA {Schema} IS '{Fingerprint}'",
            transaction: transaction);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string? TooOld(DbConnection connection) =>
        ((NpgsqlConnection)connection).PostgreSqlVersion.Major < OldestServer
            ? $"the server is PostgreSQL {connection.ServerVersion}; {OldestServer} or later is needed"
            : null;

    /// <summary>Which schema.sql the tables were made from; null when there is no schema.</summary>
    private static Task<string?> FingerprintAsync(DbConnection connection) => connection.ExecuteScalarAsync<string?>(
        $"SELECT COALESCE(obj_description(oid, 'pg_namespace'), '') FROM pg_namespace WHERE nspname = '{Schema}'");
}
