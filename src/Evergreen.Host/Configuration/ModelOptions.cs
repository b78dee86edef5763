using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Models;

namespace Evergreen.Host.Configuration;

/// <summary>The options that say which models answer, and how hard they may be asked.</summary>
internal sealed class ModelOptions
{
    private readonly Setting<string> _model = new("--model", null, SettingText.AsIs)
    {
        Description = $"The agent's model: a name the server knows, or rehearsal. By default {ModelChoice.Default} when "
            + $"{OpenAIEndpoint.KeyVariable} or {OpenAIEndpoint.UrlVariable} is set, else rehearsal.",
        HelpName = "NAME",
    };

    private readonly Setting<string> _customerModel = new("--customer-model", null, SettingText.AsIs)
    {
        Description = "The model that makes up the customers' follow-ups; the agent's by default.",
        HelpName = "NAME",
    };

    private readonly Setting<int?> _concurrency = new("--model-concurrency", null, text => SettingText.WholeNumber(1)(text))
    {
        Description = "The most model requests under way at once; below it the limit adapts to the provider.",
        HelpName = "N",
    };

    private readonly Setting<int?> _requestsPerMinute = new("--requests-per-minute", null, text => SettingText.WholeNumber(1)(text))
    {
        Description = "The most model requests a minute.",
        HelpName = "N",
    };

    private readonly Setting<int?> _tokensPerMinute = new("--tokens-per-minute", null, text => SettingText.WholeNumber(1)(text))
    {
        Description = "The most tokens a minute.",
        HelpName = "N",
    };

    private readonly Setting<TimeSpan> _timeout = new("--call-timeout", "60s", SettingText.PositiveDuration)
    {
        Description = "How long one model request may take.",
        HelpName = "TIME",
    };

    private readonly Setting<string> _cache = new("--cache", null, SettingText.AsIs)
    {
        Description = "A folder of answers given at temperature 0, so that asking again costs nothing.",
        HelpName = "DIR",
    };

    private readonly Setting<string> _record = new("--record", null, SettingText.AsIs)
    {
        Description = "Keep every model answer in a file.",
        HelpName = "FILE",
    };

    private readonly Setting<string> _replay = new("--replay", null, SettingText.AsIs)
    {
        Description = "Answer from such a file, offline and exactly.",
        HelpName = "FILE",
    };

    private readonly Setting<string> _prices = new("--prices", "prices.json", SettingText.AsIs)
    {
        Description = "What models cost, in US dollars per million tokens.",
        HelpName = "FILE",
    };

    private readonly Setting<double?> _maxCost = new("--max-cost", null, text => SettingText.Number(0.0001, 1_000_000)(text))
    {
        Description = "US dollars after which no further conversation begins.",
        HelpName = "USD",
    };

    private readonly Setting<int?> _maxTokens = new("--max-tokens", null, text => SettingText.WholeNumber(1)(text))
    {
        Description = "Tokens after which no further conversation begins.",
        HelpName = "N",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _model, _customerModel, _concurrency, _requestsPerMinute, _tokensPerMinute, _timeout,
            _cache, _record, _replay, _prices, _maxCost, _maxTokens,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>The customers' model as it was named, or null.</summary>
    public string? CustomerModel(ParseResult parsed) => _customerModel.Of(parsed);

    /// <summary>Reads what is named; no file is made and no server is asked yet.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">Variables and clock.</param>
    /// <param name="rehearsal">Makes the offline stand-in.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ArgumentException">Options contradict one another, or a model cannot be reached.</exception>
    public ModelGateways Open(
        ParseResult parsed, CommandContext context, Func<Microsoft.Extensions.AI.IChatClient> rehearsal, long seed)
    {
        var endpoint = OpenAIEndpoint.Read(context.Variable);
        var models = ModelGateways.Open(
            new ModelSettings
            {
                MaxConcurrency = _concurrency.Of(parsed),
                RequestsPerMinute = _requestsPerMinute.Of(parsed),
                TokensPerMinute = _tokensPerMinute.Of(parsed),
                CallTimeout = _timeout.Of(parsed),
                CacheFolder = _cache.Of(parsed),
                RecordFile = _record.Of(parsed),
                ReplayFile = _replay.Of(parsed),
                PriceFile = parsed.GetResult(_prices) is { Implicit: false } ? _prices.Of(parsed)! : ContentFiles.Find(_prices.Of(parsed)!),
                MaxCostUsd = (decimal?)_maxCost.Of(parsed),
                MaxTokens = _maxTokens.Of(parsed),
                Seed = seed,
            },
            _model.Of(parsed),
            endpoint,
            rehearsal,
            context.Clock);
        if (_customerModel.Of(parsed) is { } customer && _replay.Of(parsed) is null)
        {
            ModelChoice.Choose(customer, endpoint);
        }

        return models;
    }
}
