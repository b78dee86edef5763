namespace Evergreen.Host.Tracing;

/// <summary>Where span rows are delivered to, by the variables Braintrust's own tools read.</summary>
/// <remarks>No record: what prints itself would print the key.</remarks>
internal sealed class BraintrustSettings
{
    public const string KeyVariable = "BRAINTRUST_API_KEY";
    public const string UrlVariable = "BRAINTRUST_API_URL";
    public const string AppVariable = "BRAINTRUST_APP_URL";
    public const string ProjectVariable = "BRAINTRUST_PROJECT";
    public const string ProjectIdVariable = "BRAINTRUST_PROJECT_ID";
    public const string OrganizationVariable = "BRAINTRUST_ORG_NAME";

    private static readonly Uri DefaultApi = new("https://api.braintrust.dev/");
    private static readonly Uri DefaultApp = new("https://www.braintrust.dev/");

    public required string ApiKey { get; init; }

    /// <summary>The data plane. Default Braintrust's in the United States; European and own ones have their own address.</summary>
    public Uri ApiUrl { get; init; } = DefaultApi;

    /// <summary>Where people look; null when it is not known, with an API of one's own.</summary>
    public Uri? AppUrl { get; init; } = DefaultApp;

    /// <summary>The project's name; it is made when there is none. Default <c>evergreen</c>.</summary>
    public string Project { get; init; } = "evergreen";

    /// <summary>The project's id; wins over the name.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The organization, for a key that belongs to several.</summary>
    public string? Organization { get; init; }

    /// <summary>How long an answer may take. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the variables; null when there is no key, which means that nothing is delivered.</summary>
    /// <param name="variable">Gives a variable's value by its name.</param>
    /// <exception cref="ArgumentException">An address is none.</exception>
    public static BraintrustSettings? Read(Func<string, string?> variable)
    {
        if (Value(KeyVariable) is not { } key)
        {
            return null;
        }

        var api = Address(UrlVariable);
        return new BraintrustSettings
        {
            ApiKey = key,
            ApiUrl = api ?? DefaultApi,
            AppUrl = Address(AppVariable) ?? (api is null || api == DefaultApi ? DefaultApp : null),
            Project = Value(ProjectVariable) ?? "evergreen",
            ProjectId = Value(ProjectIdVariable),
            Organization = Value(OrganizationVariable),
        };

        string? Value(string name) => variable(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        Uri? Address(string name) => Value(name) is not { } text ? null
            : Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
            : throw new ArgumentException($"{name} is not an http or https address; it looks like {DefaultApi}");
    }
}
