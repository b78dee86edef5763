using System.Globalization;
using System.Text.RegularExpressions;
using Evergreen.Actors.Runs;
using Evergreen.Rehearsal;

namespace Evergreen.Host.Commands;

/// <summary>How settings are written. Each throws a <see cref="FormatException"/> that says what to write instead.</summary>
internal static partial class SettingText
{
    private static readonly TimeSpan LongestLatency = TimeSpan.FromMinutes(10);

    public static string AsIs(string text) =>
        string.IsNullOrWhiteSpace(text) ? throw new FormatException("it must not be empty") : text;

    public static Func<string, int> WholeNumber(int from, int to = int.MaxValue) => text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw new FormatException($"give a whole number from {from} to {to}");

    public static long Seed(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new FormatException($"give a whole number from {long.MinValue} to {long.MaxValue}");

    public static Func<string, double> Number(double from, double to) => text =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"give a number from {from} to {to}"));

    /// <summary>Several of the same with commas between; one that is given twice counts once.</summary>
    public static Func<string, IReadOnlyList<T>> List<T>(Func<string, T> each) => text =>
        [.. text.Split(',', StringSplitOptions.TrimEntries).Select(each).Distinct()];

    public static Func<string, string> OneOf(params IReadOnlyList<string> words) => text =>
        words.Contains(text, StringComparer.Ordinal) ? text : throw new FormatException($"use one of {string.Join(", ", words)}");

    public static ExtraTurns ExtraTurns(string text) => text switch
    {
        "none" => Actors.Runs.ExtraTurns.None,
        "random" => Actors.Runs.ExtraTurns.Random,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 20 => new(number),
        _ => throw new FormatException("use none, random, or a number from 0 to 20"),
    };

    /// <summary>A length of time with its unit: <c>200ms</c>, <c>1.5s</c>, <c>10m</c>.</summary>
    public static TimeSpan Duration(string text) =>
        TryDuration(text) ?? throw new FormatException("give a length of time with its unit, e.g. 200ms, 1.5s or 10m");

    /// <summary>A length of time above zero.</summary>
    public static TimeSpan PositiveDuration(string text) =>
        Duration(text) is { Ticks: > 0 } duration ? duration : throw new FormatException("give a length of time above zero, e.g. 90s");

    /// <summary>One length of time, or two with <c>..</c> between: <c>200ms</c>, <c>100ms..300ms</c>.</summary>
    public static LatencyRange Latency(string text)
    {
        var ends = text.Split("..");
        var (from, to) = (TryDuration(ends[0]), TryDuration(ends[^1]));
        return ends.Length > 2 || from is null || to is null || from > to || to > LongestLatency
            ? throw new FormatException("give a time of up to 10m or a range with the shorter end first, e.g. 200ms or 100ms..300ms")
            : new LatencyRange(from.Value, to.Value);
    }

    /// <summary>An ISO date, or a date and time; without an offset it is UTC.</summary>
    public static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var moment)
            ? moment
            : throw new FormatException("give an ISO date such as 2026-03-31, or 2026-03-31T09:00Z");

    private static TimeSpan? TryDuration(string text)
    {
        var match = DurationPattern().Match(text);
        if (!match.Success || !double.TryParse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture, out var number) || number > 1e6)
        {
            return text == "0" ? TimeSpan.Zero : null;
        }

        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)(?<unit>ms|s|m|h)$")]
    private static partial Regex DurationPattern();
}
