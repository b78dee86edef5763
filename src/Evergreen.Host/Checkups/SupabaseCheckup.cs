using Evergreen.Host.Configuration;

namespace Evergreen.Host.Checkups;

/// <summary>Reads one order's id, as the shop's tools read orders.</summary>
internal static class SupabaseCheckup
{
    /// <exception cref="ArgumentException">The project cannot be used; says why and what to do.</exception>
    public static async Task<string> RunAsync(ServiceCheckup service, Func<string, string?> variable, CancellationToken stop)
    {
        var (url, key) = (variable(Shops.SupabaseUrlVariable)!, variable(Shops.SupabaseKeyVariable)!);
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"{Shops.SupabaseUrlVariable} is no address; it looks like https://your-project.supabase.co");
        }

        var request = ServiceCheckup.Get(new Uri(root, "rest/v1/orders?select=id&limit=1"), key);
        request.Headers.Add("apikey", key);
        var answer = await service.AskAsync(request, Shops.SupabaseUrlVariable, key, stop);
        return answer.Status switch
        {
            200 => $"{root.Authority} answers, and its table orders can be read",
            401 or 403 => throw new ArgumentException(
                $"{answer}: the key is not accepted; copy the service role key of this very project into {Shops.SupabaseKeyVariable}"),
            404 => throw new ArgumentException(
                $"{answer}: there is no table orders; check that {Shops.SupabaseUrlVariable} is the project's own address, without a path, and that the shop's tables are there"),
            _ => throw new ArgumentException($"{answer}: {root.Authority} is no PostgREST that can be read, or is not well"),
        };
    }
}
