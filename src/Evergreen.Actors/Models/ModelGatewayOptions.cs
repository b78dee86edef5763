namespace Evergreen.Actors.Models;

/// <summary>How a gateway treats one provider.</summary>
public sealed record ModelGatewayOptions
{
    /// <summary>The model's name: what prices are looked up by, and part of the key of stored answers.</summary>
    public required string Model { get; init; }

    /// <summary>The most requests under way at once, however well things go. Default 10,000.</summary>
    public int MaxConcurrency { get; init; } = 10_000;

    /// <summary>How many requests may be under way before anything is known of the provider. Default 128.</summary>
    public int InitialConcurrency { get; init; } = 128;

    /// <summary>Requests sent a minute, evenly spread; null for no limit of our own. Default null.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>Tokens used a minute, in and out; null for no limit of our own. Default null.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>How long one request may take. Default 60 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What follows a failed request.</summary>
    public ModelRetryOptions Retry { get; init; } = new();

    /// <summary>The seed of the backoff's jitter for calls that bring no seed of their own. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="ArgumentException">The message names the value and its range.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(Model), "the model has no name");
        Require(MaxConcurrency >= 1, $"the limit of requests at once is {MaxConcurrency}; it must be at least 1");
        Require(InitialConcurrency >= 1, $"the initial limit of requests at once is {InitialConcurrency}; it must be at least 1");
        Require(RequestsPerMinute is null or > 0, $"requests per minute is {RequestsPerMinute}; it must be more than 0");
        Require(TokensPerMinute is null or > 0, $"tokens per minute is {TokensPerMinute}; it must be more than 0");
        Require(CallTimeout > TimeSpan.Zero, "the time-out of a model call must be longer than 0 s");
        Require(Retry.MaxAttempts >= 1, $"the attempts of a model call are {Retry.MaxAttempts}; there must be at least 1");
        Require(Retry.FirstBackoff > TimeSpan.Zero, "the first backoff must be longer than 0 s");
        Require(Retry.MaxBackoff >= Retry.FirstBackoff, "the longest backoff must not be shorter than the first");
        Require(Retry.Patience > TimeSpan.Zero, "a model call must be given more than 0 s");

        static void Require(bool condition, string message)
        {
            if (!condition)
            {
                throw new ArgumentException(message);
            }
        }
    }
}

/// <summary>How often and how long a model call is tried.</summary>
public sealed record ModelRetryOptions
{
    /// <summary>Requests that may fail otherwise than by a 429 before the call is given up. Default 6.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>The wait after the first failure, doubled after each further one and spread by half. Default 0.5 s.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait that is not asked for by the provider. Default 20 s.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>No request is sent later than this after a call's first one. Default 3 minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);
}
