namespace Evergreen.Host.Models;

/// <summary>Where an OpenAI-compatible model is reached: OpenAI, Azure, vLLM, Ollama, a gateway.</summary>
/// <param name="BaseUrl">
/// The address up to and with <c>/v1</c>; null for OpenAI's own. May carry a query, as Azure's <c>?api-version=</c>.
/// </param>
/// <param name="ApiKey">The key; null for a server that asks for none.</param>
internal sealed record OpenAIEndpoint(Uri? BaseUrl, string? ApiKey)
{
    public const string KeyVariable = "OPENAI_API_KEY";
    public const string UrlVariable = "OPENAI_BASE_URL";

    private static readonly Uri OpenAI = new("https://api.openai.com/v1");
    private static readonly string[] AzureHosts = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

    /// <summary>Whether anything says that there is a model to talk to.</summary>
    public bool IsConfigured => BaseUrl is not null || ApiKey is not null;

    /// <summary>The address without its query.</summary>
    public Uri Address => BaseUrl is null ? OpenAI : new Uri(BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/'));

    /// <summary>What has to go behind every request's path.</summary>
    public string Query => BaseUrl?.Query ?? "";

    /// <summary>Whether the key goes into Azure's own header as well.</summary>
    public bool IsAzure => AzureHosts.Any(host => Address.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the server calls the limit on an answer's tokens: OpenAI and Azure renamed it, the others kept the old name.</summary>
    public string LimitField => IsAzure || Address.Host == OpenAI.Host ? "max_completion_tokens" : "max_tokens";

    /// <summary>Reads the ecosystem's variables; an empty one is none.</summary>
    /// <param name="variable">Gives a variable's value by its name.</param>
    /// <exception cref="ArgumentException">The address is no HTTP address.</exception>
    public static OpenAIEndpoint Read(Func<string, string?> variable)
    {
        var url = NullIfBlank(variable(UrlVariable));
        if (url is null)
        {
            return new OpenAIEndpoint(null, NullIfBlank(variable(KeyVariable)));
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? new OpenAIEndpoint(address, NullIfBlank(variable(KeyVariable)))
            : throw new ArgumentException($"{UrlVariable} is not an http or https address; it looks like http://localhost:11434/v1");
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
