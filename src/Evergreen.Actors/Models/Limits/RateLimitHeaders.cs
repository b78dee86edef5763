using System.Globalization;
using System.Text.RegularExpressions;

namespace Evergreen.Actors.Models.Limits;

/// <summary>What the headers of a provider's answer say about its limits. Times count from the answer's arrival.</summary>
public sealed partial record RateLimitHeaders
{
    /// <summary><c>Retry-After</c> (seconds or a date) or <c>retry-after-ms</c>: ask again no sooner.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When a limit that is used up (nothing <c>remaining</c>) is reset; null when none is used up.</summary>
    public TimeSpan? SpentUntil { get; init; }

    /// <summary>Nothing was said.</summary>
    public static RateLimitHeaders None { get; } = new();

    /// <summary>Reads the headers; what makes no sense is taken as not said.</summary>
    /// <param name="header">Gives a header's value by its name, or null.</param>
    /// <param name="now">The time of arrival, for headers that give a date.</param>
    public static RateLimitHeaders Read(Func<string, string?> header, DateTimeOffset now)
    {
        var retryAfter = Milliseconds(header("retry-after-ms")) ?? SecondsOrDate(header("retry-after"), now);
        var spent = new[] { Spent(header, "requests"), Spent(header, "tokens") }.Max();
        return retryAfter is null && spent is null ? None : new RateLimitHeaders { RetryAfter = retryAfter, SpentUntil = spent };
    }

    private static TimeSpan? Spent(Func<string, string?> header, string what) =>
        header($"x-ratelimit-remaining-{what}") is { } remaining
        && long.TryParse(remaining, CultureInfo.InvariantCulture, out var left)
        && left <= 0
            ? Duration(header($"x-ratelimit-reset-{what}"))
            : null;

    private static TimeSpan? Milliseconds(string? text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value is >= 0 and < 1e12
            ? TimeSpan.FromMilliseconds(value)
            : null;

    private static TimeSpan? SecondsOrDate(string? text, DateTimeOffset now)
    {
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds))
        {
            return Seconds(seconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date > now ? date - now : TimeSpan.Zero
            : null;
    }

    // "6m0s", "120ms", "1.5s", "1h2m3s", or a bare number of seconds.
    private static TimeSpan? Duration(string? text)
    {
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds))
        {
            return Seconds(seconds);
        }

        var match = DurationPattern().Match(text ?? "");
        return match is { Success: true, Length: > 0 }
            ? Seconds((3600 * Part("h")) + (60 * Part("m")) + Part("s") + (Part("ms") / 1000))
            : null;

        double Part(string unit) =>
            double.TryParse(match.Groups[unit].Value, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    private static TimeSpan? Seconds(double seconds) => seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;

    [GeneratedRegex(@"^(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+(?:\.\d+)?)s)?(?:(?<ms>\d+(?:\.\d+)?)ms)?$")]
    private static partial Regex DurationPattern();
}
