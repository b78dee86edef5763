using System.CommandLine;
using Evergreen.Host.Commands;
using Evergreen.Host.Models;

namespace Evergreen.Host.Configuration;

/// <summary>The options that say how hard models may be asked, what is kept of their answers, and what they may cost.</summary>
internal sealed class ModelCallOptions
{
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

    private readonly Setting<double?> _maxCost;
    private readonly Setting<int?> _maxTokens;

    /// <param name="spent">What a spent budget prevents, e.g. <c>no further conversation begins</c>.</param>
    public ModelCallOptions(string spent)
    {
        _maxCost = new("--max-cost", null, text => SettingText.Number(0.0001, 1_000_000)(text))
        {
            Description = $"US dollars after which {spent}.",
            HelpName = "USD",
        };
        _maxTokens = new("--max-tokens", null, text => SettingText.WholeNumber(1)(text))
        {
            Description = $"Tokens after which {spent}.",
            HelpName = "N",
        };
    }

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _concurrency, _requestsPerMinute, _tokensPerMinute, _timeout, _cache, _record, _replay, _prices, _maxCost, _maxTokens,
        })
        {
            command.Add(option);
        }
    }

    /// <summary>Reads what is named; no file is opened yet.</summary>
    /// <exception cref="FileNotFoundException">The price file that comes with the program is missing.</exception>
    public ModelSettings Read(ParseResult parsed, long seed) => new()
    {
        MaxConcurrency = _concurrency.Of(parsed),
        RequestsPerMinute = _requestsPerMinute.Of(parsed),
        TokensPerMinute = _tokensPerMinute.Of(parsed),
        CallTimeout = _timeout.Of(parsed),
        CacheFolder = _cache.Of(parsed),
        RecordFile = _record.Of(parsed),
        ReplayFile = _replay.Of(parsed),
        PriceFile = _prices.IsGiven(parsed) ? _prices.Of(parsed)! : ContentFiles.Find(_prices.Of(parsed)!),
        MaxCostUsd = (decimal?)_maxCost.Of(parsed),
        MaxTokens = _maxTokens.Of(parsed),
        Seed = seed,
    };
}
