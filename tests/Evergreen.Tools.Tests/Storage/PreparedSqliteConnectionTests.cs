using Dapper;
using Evergreen.Tools.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Evergreen.Tools.Tests.Storage;

public sealed class PreparedSqliteConnectionTests : IDisposable
{
    private const string Insert = "INSERT INTO words (word) VALUES (@word)";

    private readonly PreparedSqliteConnection _connection = new("Data Source=:memory:");

    public PreparedSqliteConnectionTests()
    {
        _connection.Open();
        _connection.Handle!.enable_sqlite3_next_stmt(true);
        _connection.Execute("CREATE TABLE words (word text PRIMARY KEY)");
    }

    [Fact]
    public void A_statement_stays_prepared_when_its_command_is_gone()
    {
        _connection.Query("SELECT 1");
        var prepared = Prepared();

        _connection.Query("SELECT 1");

        Assert.Contains("SELECT 1", prepared);
        Assert.Equal(prepared, Prepared());
    }

    [Fact]
    public void No_more_statements_stay_than_a_shop_has()
    {
        for (var n = 0; n < 200; n++)
        {
            Assert.Equal(n, _connection.ExecuteScalar<int>($"SELECT {n}"));
        }

        Assert.Equal(64, Prepared().Count);
    }

    [Fact]
    public void Run_again_it_takes_the_new_values_and_none_of_the_old()
    {
        const string sql = "SELECT @first || coalesce(@second, '-')";

        Assert.Equal("ab", _connection.ExecuteScalar<string>(sql, new { first = "a", second = "b" }));
        Assert.Equal("c-", _connection.ExecuteScalar<string>(sql, new { first = "c", second = (string?)null }));
        Assert.Throws<InvalidOperationException>(() => _connection.ExecuteScalar<string>(sql, new { first = "d" }));
    }

    [Fact]
    public void A_statement_that_failed_can_be_run_again()
    {
        _connection.Execute(Insert, new { word = "once" });
        Assert.Throws<SqliteException>(() => _connection.Execute(Insert, new { word = "once" }));

        _connection.Execute(Insert, new { word = "twice" });

        Assert.Equal(["once", "twice"], _connection.Query<string>("SELECT word FROM words ORDER BY word"));
    }

    [Fact]
    public void After_a_transaction_it_runs_without_one()
    {
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Execute(Insert, new { word = "taken back" }, transaction);
        }

        _connection.Execute(Insert, new { word = "stays" });

        Assert.Equal(["stays"], _connection.Query<string>("SELECT word FROM words"));
    }

    [Fact]
    public void The_same_text_can_be_read_by_two_at_once()
    {
        _connection.Execute(Insert, new[] { new { word = "a" }, new { word = "b" } });

        using var outer = _connection.ExecuteReader("SELECT word FROM words ORDER BY word");
        Assert.True(outer.Read());
        Assert.Equal(["a", "b"], _connection.Query<string>("SELECT word FROM words ORDER BY word"));

        Assert.True(outer.Read());
        Assert.Equal("b", outer.GetString(0));
    }

    public void Dispose() => _connection.Dispose();

    private List<string> Prepared()
    {
        var texts = new List<string>();
        for (var statement = raw.sqlite3_next_stmt(_connection.Handle, null); statement is { IsInvalid: false };
            statement = raw.sqlite3_next_stmt(_connection.Handle, statement))
        {
            texts.Add(raw.sqlite3_sql(statement).utf8_to_string());
        }

        return texts;
    }
}
