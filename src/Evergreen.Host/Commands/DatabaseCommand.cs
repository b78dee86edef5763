using System.CommandLine;
using System.Data.Common;
using Evergreen.Host.Configuration;
using Evergreen.Tools.Storage;

namespace Evergreen.Host.Commands;

/// <summary><c>db init | check | reset</c>: the shop's schema in PostgreSQL.</summary>
internal sealed class DatabaseCommand : EvergreenCommand
{
    private readonly CommandContext _context;

    public DatabaseCommand(CommandContext context)
        : base("db", $"Prepare the PostgreSQL database that {Shops.PostgresVariable} names, for --store postgres.", "db init")
    {
        _context = context;
        Add(new DatabaseAction(
            "init", "Make the shop's schema and tables where they are missing; rows are left alone.", async (_, connection, stop) =>
            {
                await PostgresDatabase.InitAsync(connection, stop);
                Say($"schema {PostgresDatabase.Schema} is ready");
                return ExitCode.Done;
            }, this));
        Add(new DatabaseAction(
            "check", "Say whether a run could use the database; changes nothing.", async (_, connection, stop) =>
            {
                var check = await PostgresDatabase.CheckAsync(connection, stop);
                Say($"PostgreSQL {check.Server}: {check.Problem ?? $"schema {PostgresDatabase.Schema} is ready and holds {check.Worlds} worlds"}");
                return check.Problem is null ? ExitCode.Done : ExitCode.WrongUsage;
            }, this));
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var reset = new DatabaseAction("reset", "Drop the shop's schema with everything in it and make it anew.", ResetAsync, this);
        reset.Add(yes);
        Add(reset);

        async Task<int> ResetAsync(ParseResult parsed, string connection, CancellationToken stop)
        {
            if (!parsed.GetValue(yes) && !Agrees())
            {
                context.Terminal.Fail("nothing was dropped; answer yes, or give --yes");
                return ExitCode.WrongUsage;
            }

            await PostgresDatabase.ResetAsync(connection, stop);
            Say($"schema {PostgresDatabase.Schema} was made anew");
            return ExitCode.Done;
        }
    }

    private bool Agrees()
    {
        _context.Terminal.Error.Write($"Drop schema {PostgresDatabase.Schema} and every row in it? [yes/no] ");
        return _context.Terminal.In.ReadLine()?.Trim() is "y" or "yes";
    }

    private void Say(string line) => _context.Terminal.Out.WriteLine(line);

    private sealed class DatabaseAction : EvergreenCommand
    {
        public DatabaseAction(string name, string description, Func<ParseResult, string, CancellationToken, Task<int>> act, DatabaseCommand group)
            : base(name, description, $"db {name}") =>
            SetAction(async (parsed, stop) =>
            {
                try
                {
                    return await act(parsed, Shops.PostgresConnection(group._context.Variable), stop);
                }
                catch (Exception e) when (e is DbException or InvalidOperationException)
                {
                    throw new ArgumentException($"{Shops.PostgresVariable}: {e.Message}", e);
                }
            });
    }
}
