using System.Data.Common;
using Evergreen.Host.Tracing;
using Evergreen.Tools.Remote;
using Evergreen.Tools.Shop;

namespace Evergreen.Host.Configuration;

/// <summary>Opens the shop that was asked for.</summary>
internal static class Shops
{
    public const string PostgresVariable = "EVERGREEN_POSTGRES";
    public const string SupabaseUrlVariable = "SUPABASE_URL";
    public const string SupabaseKeyVariable = "SUPABASE_SERVICE_ROLE_KEY";

    /// <summary>The stores of the simulated shop.</summary>
    public static IReadOnlyList<string> Stores { get; } = ["sqlite", "memory", "postgres"];

    /// <summary>Opens a store; an embedded one in a file lies in the run's folder.</summary>
    /// <exception cref="ArgumentException">The database cannot be used; says why and what to do.</exception>
    public static async Task<SimulatedShop> OpenAsync(
        string store, ShopOptions options, string folder, Func<string, string?> variable, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await (store switch
            {
                "postgres" => SimulatedShop.OpenPostgresAsync(PostgresConnection(variable), options, clock, cancellationToken),
                "memory" => SimulatedShop.OpenSqliteAsync(":memory:", options, clock, cancellationToken),
                _ => SimulatedShop.OpenSqliteAsync(Path.Combine(folder, RunRecorder.ShopFile), options, clock, cancellationToken),
            });
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            throw new ArgumentException($"--store {store}: {e.Message}", e);
        }
    }

    /// <summary>The shop of a Supabase project, or of <c>serve shop</c>.</summary>
    /// <exception cref="ArgumentException">A variable is missing or makes no sense.</exception>
    public static SupabaseShop Supabase(DateTimeOffset worldClock, Func<string, string?> variable, TimeProvider clock)
    {
        var (url, key) = (variable(SupabaseUrlVariable), variable(SupabaseKeyVariable));
        return Uri.TryCreate(url, UriKind.Absolute, out var address) && key is { Length: > 0 }
            ? new SupabaseShop(new SupabaseOptions { Url = address, ServiceRoleKey = key, WorldClock = worldClock }, clock)
            : throw new ArgumentException(
                $"--shop supabase needs {SupabaseUrlVariable} (e.g. https://your-project.supabase.co) and {SupabaseKeyVariable}");
    }

    /// <summary>The connection string, which is a secret.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static string PostgresConnection(Func<string, string?> variable) =>
        variable(PostgresVariable) is { Length: > 0 } connection
            ? connection
            : throw new ArgumentException(
                $"{PostgresVariable} is not set; write it as Host=localhost;Port=5432;Database=shop;Username=…;Password=…");
}
