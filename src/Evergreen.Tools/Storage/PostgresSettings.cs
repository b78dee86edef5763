using System.Data.Common;
using Npgsql;

namespace Evergreen.Tools.Storage;

/// <summary>Connection settings from Npgsql's key=value form or from an address.</summary>
internal static class PostgresSettings
{
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var given = connectionString.StartsWith("postgres", StringComparison.OrdinalIgnoreCase)
                ? FromAddress(new Uri(connectionString))
                : new DbConnectionStringBuilder { ConnectionString = connectionString };
            var settings = new NpgsqlConnectionStringBuilder(given.ConnectionString)
            {
                SearchPath = PostgresDatabase.Schema,
                ApplicationName = "evergreen",
                MaxAutoPrepare = 40,
            };
            if (!given.ContainsKey("Maximum Pool Size") && !given.ContainsKey("MaxPoolSize"))
            {
                settings.MaxPoolSize = 10;
            }

            return settings;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // The parser's own message would quote the string, password included.
            throw new ArgumentException(
                "the PostgreSQL connection string cannot be read; write it as Host=...;Port=5432;Database=...;Username=...;Password=... "
                + "or postgres://user:password@host:5432/database");
        }
    }

    private static DbConnectionStringBuilder FromAddress(Uri address)
    {
        if (address.Scheme is not ("postgres" or "postgresql") || address.Host.Length == 0)
        {
            throw new ArgumentException("not a PostgreSQL address");
        }

        var user = address.UserInfo.Split(':', 2);
        var settings = new DbConnectionStringBuilder { ["Host"] = address.Host };
        if (address.Port > 0)
        {
            settings["Port"] = address.Port;
        }

        Add("Database", address.AbsolutePath.TrimStart('/'));
        Add("Username", user[0]);
        Add("Password", user.Length > 1 ? user[1] : "");
        foreach (var setting in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = setting.Split('=', 2);
            // libpq's spelling, which such addresses are usually written in.
            Add(parts[0] == "sslmode" ? "SSL Mode" : Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? parts[1] : "");
        }

        return settings;

        void Add(string name, string escaped)
        {
            if (escaped.Length > 0)
            {
                settings[name] = Uri.UnescapeDataString(escaped);
            }
        }
    }
}
