using System.Data.Common;

namespace Evergreen.Tools.Storage;

/// <summary>
/// Everything two databases do not agree on: how connections are had, how writers of the same order are kept apart, and how JSON
/// text gets into a column. The statements themselves are the same.
/// </summary>
internal abstract class SqlDialect : IAsyncDisposable
{
    /// <summary>Runs <paramref name="work"/> on a connection of its own.</summary>
    public abstract Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction, one at a time for the same <paramref name="subject"/>, and commits it. Nothing
    /// of it stays when it throws.
    /// </summary>
    public abstract Task<T> WriteAsync<T>(
        string subject, Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Makes the tables, or makes sure that they are there.</summary>
    /// <exception cref="InvalidOperationException">They are not; says what to do.</exception>
    public abstract Task PrepareAsync(DbConnection connection, DbTransaction transaction);

    /// <summary>The expression that stores a text parameter in a JSON column.</summary>
    public abstract string AsJson(string parameter);

    public abstract ValueTask DisposeAsync();
}
