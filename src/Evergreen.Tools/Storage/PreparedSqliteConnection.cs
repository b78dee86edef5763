using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Evergreen.Tools.Storage;

/// <summary>
/// A connection that keeps its commands, one a text. SQLite parses and plans a statement each time a new command brings it, which
/// takes longer than the statement itself; a command that is used again has it ready. (Npgsql does this by itself.)
/// </summary>
internal sealed class PreparedSqliteConnection(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>More texts than the shop has; those of free-form queries beyond it are prepared each time.</summary>
    private const int MostKept = 64;

    private readonly Dictionary<string, SqliteCommand> _kept = new(StringComparer.Ordinal);

    protected override DbCommand CreateDbCommand() => new Lent(this);

    private SqliteCommand Take(string text) => _kept.Remove(text, out var command) ? command : new SqliteCommand(text, this);

    private void Keep(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (_kept.Count >= MostKept || !_kept.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    /// <summary>A command as its user sees it: new, and gone when disposed.</summary>
    private sealed class Lent(PreparedSqliteConnection connection) : DbCommand
    {
        private SqliteCommand? _command;

        [AllowNull]
        public override string CommandText
        {
            get => _command?.CommandText ?? "";
            set
            {
                GiveBack();
                _command = connection.Take(value ?? "");
            }
        }

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = connection;

        protected override DbParameterCollection DbParameterCollection => Command.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        private SqliteCommand Command => _command ?? throw new InvalidOperationException("a command needs its text first");

        public override void Cancel() => Command.Cancel();

        public override int ExecuteNonQuery() => Ready().ExecuteNonQuery();

        public override object? ExecuteScalar() => Ready().ExecuteScalar();

        public override void Prepare() => Ready().Prepare();

        protected override DbParameter CreateDbParameter() => new SqliteParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Ready().ExecuteReader(behavior);

        protected override void Dispose(bool disposing)
        {
            GiveBack();
            base.Dispose(disposing);
        }

        private void GiveBack()
        {
            if (_command is { } command)
            {
                _command = null;
                connection.Keep(command);
            }
        }

        private SqliteCommand Ready()
        {
            Command.Transaction = (SqliteTransaction?)DbTransaction;
            return Command;
        }
    }
}
