namespace Evergreen.Host.Models;

/// <summary>What a user may say about models, beside their names.</summary>
internal sealed record ModelSettings
{
    /// <summary>The most requests under way at once; a ceiling over what the gateway finds out by itself. Null for none.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>Requests a minute; null for no limit of our own.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Tokens a minute; null for no limit of our own.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>How long one request may take. Default 60 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The folder of the response cache; null for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The file to record to; null for none.</summary>
    public string? RecordFile { get; init; }

    /// <summary>The file to replay from; null for none.</summary>
    public string? ReplayFile { get; init; }

    /// <summary>The price file.</summary>
    public required string PriceFile { get; init; }

    /// <summary>US dollars after which no further conversation begins; null for no limit.</summary>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>Tokens after which no further conversation begins; null for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The run's seed.</summary>
    public long Seed { get; init; }

    /// <summary>Refuses what cannot be had together.</summary>
    /// <exception cref="ArgumentException">The message names the options.</exception>
    public void Validate()
    {
        if (ReplayFile is not null && (RecordFile is not null || CacheFolder is not null))
        {
            throw new ArgumentException("--replay answers everything from its file; leave out --record and --cache");
        }

        if (MaxCostUsd <= 0 || MaxTokens <= 0)
        {
            throw new ArgumentException("--max-cost and --max-tokens must be more than 0");
        }
    }
}
