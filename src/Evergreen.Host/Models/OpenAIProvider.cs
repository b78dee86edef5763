using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Evergreen.Host.Models;

/// <summary>
/// The models of one OpenAI-compatible server, reached through the OpenAI package. Nothing here retries, limits or gives up: that
/// is the gateway's. One connection pool serves all models.
/// </summary>
internal sealed class OpenAIProvider : IDisposable
{
    private readonly HttpClient _http;
    private readonly OpenAIClient _client;
    private readonly string _limitField;
    private readonly TimeProvider _clock;

    public OpenAIProvider(OpenAIEndpoint endpoint, TimeProvider clock)
    {
        _clock = clock;
        _limitField = endpoint.LimitField;
        _http = new HttpClient(new SocketsHttpHandler
        {
            // A pool with a limit would be a second, hidden limit on what is under way.
            MaxConnectionsPerServer = int.MaxValue,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,

            // The trace of a simulation is nothing the model's server should be able to join.
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint.Address,
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            EnableDistributedTracing = false,
            ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false },
        };
        if (endpoint.IsAzure || endpoint.Query.Length > 0)
        {
            options.AddPolicy(new AzureStyle(endpoint), PipelinePosition.PerTry);
        }

        // Servers that ask for no key ignore one; the package insists on sending it.
        _client = new OpenAIClient(new ApiKeyCredential(endpoint.ApiKey ?? "none"), options);
    }

    /// <summary>The model called <paramref name="name"/>. Lives no longer than the provider.</summary>
    public IChatClient Model(string name) => new OpenAIModel(_client.GetChatClient(name), new ChatRequest(name, _limitField), _clock);

    /// <summary>The embedding model called <paramref name="name"/>. Lives no longer than the provider.</summary>
    public IChatClient Embeddings(string name) => new OpenAIEmbeddings(_client.GetEmbeddingClient(name), name, _clock);

    public void Dispose() => _http.Dispose();

    /// <summary>Azure's two differences: the key's header, and a query on every path.</summary>
    private sealed class AzureStyle(OpenAIEndpoint endpoint) : PipelinePolicy
    {
        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Adapt(message.Request);
            ProcessNext(message, pipeline, currentIndex);
        }

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
        {
            Adapt(message.Request);
            return ProcessNextAsync(message, pipeline, currentIndex);
        }

        private void Adapt(PipelineRequest request)
        {
            if (endpoint.IsAzure && endpoint.ApiKey is { } key)
            {
                request.Headers.Set("api-key", key);
            }

            if (endpoint.Query.Length > 0 && request.Uri is { } uri)
            {
                request.Uri = new UriBuilder(uri) { Query = endpoint.Query }.Uri;
            }
        }
    }
}
