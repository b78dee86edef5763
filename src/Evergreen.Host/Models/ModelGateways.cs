using Evergreen.Actors.Models;
using Evergreen.Actors.Models.Accounting;
using Evergreen.Actors.Models.Responses;
using Microsoft.Extensions.AI;

namespace Evergreen.Host.Models;

/// <summary>
/// The gateways of a run, one a model, over one connection pool, one account and one recording. Agent, customers and judges that
/// use the same model share its gateway, and with it the model's limits.
/// </summary>
internal sealed class ModelGateways : IDisposable
{
    private readonly ModelSettings _settings;
    private readonly OpenAIEndpoint _endpoint;
    private readonly Func<IChatClient> _rehearsal;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, ModelGateway> _gateways = [];
    private readonly ResponseReplay? _replay;
    private readonly ResponseCache? _cache;
    private ResponseRecording? _recording;
    private OpenAIProvider? _provider;

    private ModelGateways(
        ModelSettings settings, string? asked, OpenAIEndpoint endpoint, Func<IChatClient> rehearsal, TimeProvider clock, string option)
    {
        (_settings, _endpoint, _rehearsal, _clock) = (settings, endpoint, rehearsal, clock);
        _replay = settings.ReplayFile is null ? null : ResponseReplay.Load(settings.ReplayFile);
        _cache = settings.CacheFolder is null ? null : new ResponseCache(settings.CacheFolder);
        Account = new ModelAccount(
            PriceTable.Load(settings.PriceFile), new ModelBudget(settings.MaxCostUsd, settings.MaxTokens), Stop);
        Agent = Choose(asked, option);
    }

    /// <summary>The agent's model.</summary>
    public ModelChoice Agent { get; }

    /// <summary>Says when no further conversation should begin.</summary>
    public AdmissionStop Stop { get; } = new();

    /// <summary>What all the run's model calls used and cost.</summary>
    public ModelAccount Account { get; }

    /// <summary>In a replay, the time the shop's clock has to show for the run to ask what was recorded; null otherwise.</summary>
    public DateTimeOffset? RecordedAt => _replay?.RecordedAt;

    /// <summary>Opens what the settings name.</summary>
    /// <param name="settings">Validated first.</param>
    /// <param name="asked">The agent's model as a user named it, or null.</param>
    /// <param name="endpoint">Where real models are reached.</param>
    /// <param name="rehearsal">Makes the offline stand-in.</param>
    /// <param name="clock">Time-outs, backoff and pacing.</param>
    /// <param name="option">The option that names the model.</param>
    /// <exception cref="ArgumentException">A setting makes no sense, or nothing leads to the model.</exception>
    /// <exception cref="InvalidDataException">The price file or the recording cannot be read.</exception>
    /// <exception cref="FileNotFoundException">The price file or the recording is missing.</exception>
    public static ModelGateways Open(
        ModelSettings settings,
        string? asked,
        OpenAIEndpoint endpoint,
        Func<IChatClient> rehearsal,
        TimeProvider clock,
        string option = "--model")
    {
        settings.Validate();
        return new ModelGateways(settings, asked, endpoint, rehearsal, clock, option);
    }

    /// <summary>Chooses a further model by the rule the agent's was chosen by.</summary>
    /// <param name="asked">Its name, or null when none was given.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="ArgumentException">Nothing leads to the model, or its cost is to be limited and its price is not known.</exception>
    public ModelChoice Choose(string? asked, string option)
    {
        var choice = ModelChoice.Choose(asked, _endpoint, _replay?.Model, option);
        if (choice.Source != ModelSource.Recording)
        {
            Account.RequirePrice(choice.Model);
        }

        return choice;
    }

    /// <summary>The gateway of the agent's model.</summary>
    public ModelGateway ForAgent() => For(null);

    /// <summary>The gateway of a model.</summary>
    /// <param name="model">Its name, or null for the agent's.</param>
    public ModelGateway For(string? model)
    {
        var choice = model is null ? Agent : ModelChoice.Choose(model, _endpoint, _replay?.Model);
        return Gateway(choice, () => Provider(choice));
    }

    /// <summary>Embeddings of a model at the endpoint, through a gateway like any other.</summary>
    /// <param name="model">The embedding model's name.</param>
    public IEmbeddingGenerator<string, Embedding<float>> Embeddings(string model)
    {
        var choice = Choose(model, EmbeddingChoice.Option);
        return new GatewayEmbeddings(Gateway(choice, () => Endpoint().Embeddings(model)), model);
    }

    /// <summary>Closes connections and the recording.</summary>
    public void Dispose()
    {
        foreach (var gateway in _gateways.Values)
        {
            gateway.Dispose();
        }

        _provider?.Dispose();
        _recording?.Dispose();
    }

    private ModelGateway Gateway(ModelChoice choice, Func<IChatClient> provider)
    {
        if (!_gateways.TryGetValue(choice.Model, out var gateway))
        {
            _gateways[choice.Model] = gateway = Make(choice, provider);
        }

        return gateway;
    }

    private ModelGateway Make(ModelChoice choice, Func<IChatClient> provider)
    {
        if (choice.Source == ModelSource.Recording)
        {
            return ModelGateway.Replay(_replay!, choice.Model, Account);
        }

        if (_settings.RecordFile is { } file)
        {
            _recording ??= new ResponseRecording(file, Agent.Model, _clock);
        }

        return ModelGateway.Create(provider(), Options(choice), Account, Stop, _clock, _cache, _recording);
    }

    private IChatClient Provider(ModelChoice choice) =>
        choice.Source == ModelSource.Rehearsal ? _rehearsal() : Endpoint().Model(choice.Model);

    private OpenAIProvider Endpoint() => _provider ??= new OpenAIProvider(_endpoint, _clock);

    private ModelGatewayOptions Options(ModelChoice choice)
    {
        var options = new ModelGatewayOptions
        {
            Model = choice.Model,
            CallTimeout = _settings.CallTimeout,
            RequestsPerMinute = _settings.RequestsPerMinute,
            TokensPerMinute = _settings.TokensPerMinute,
            Seed = _settings.Seed,
        };
        var ceiling = _settings.MaxConcurrency ?? options.MaxConcurrency;

        // The stand-in has no limit to find out.
        return choice.Source == ModelSource.Rehearsal
            ? options with { MaxConcurrency = _settings.MaxConcurrency ?? int.MaxValue, InitialConcurrency = int.MaxValue }
            : options with { MaxConcurrency = ceiling };
    }
}
