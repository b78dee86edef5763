namespace Evergreen.Tools.Remote;

/// <summary>Where a remote shop is and how patient to be with it.</summary>
public sealed record SupabaseOptions
{
    /// <summary>The project's address, e.g. <c>https://xyz.supabase.co</c> (SUPABASE_URL).</summary>
    public required Uri Url { get; init; }

    /// <summary>The key sent with every request (SUPABASE_SERVICE_ROLE_KEY). A secret: never logged, traced or printed.</summary>
    public required string ServiceRoleKey { get; init; }

    /// <summary>What time it is in the shop; the return window is counted from it.</summary>
    public required DateTimeOffset WorldClock { get; init; }

    /// <summary>How long one attempt may take before it counts as a 504. Default 30 seconds.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Leaves the key out.</summary>
    public override string ToString() => $"{nameof(SupabaseOptions)} {{ {nameof(Url)} = {Url} }}";

    /// <exception cref="ArgumentException">An option cannot be used; says what to write.</exception>
    internal void Validate()
    {
        if (!Url.IsAbsoluteUri || Url.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"SUPABASE_URL is \"{Url}\"; write it as https://your-project.supabase.co");
        }

        if (ServiceRoleKey.Length == 0 || ServiceRoleKey.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new ArgumentException("SUPABASE_SERVICE_ROLE_KEY is empty or contains blanks; copy the service role key as it is");
        }

        if (AttemptTimeout <= TimeSpan.Zero)
        {
            throw new ArgumentException("the attempt time-out must be longer than nothing");
        }
    }
}
