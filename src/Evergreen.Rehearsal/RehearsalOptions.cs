using System.Globalization;

namespace Evergreen.Rehearsal;

/// <summary>How the rehearsal model behaves towards its caller.</summary>
public sealed record RehearsalOptions
{
    /// <summary>How long an answer takes; none by default.</summary>
    public LatencyRange Latency { get; init; }

    /// <summary>The clock the latency is waited by; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>A duration drawn evenly between two bounds; <c>default</c> is no time at all.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Max">The longest.</param>
public readonly record struct LatencyRange(TimeSpan Min, TimeSpan Max)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Reads <c>200ms</c>, <c>1.5s</c> or <c>100ms..300ms</c>.</summary>
    /// <exception cref="FormatException">The text is none of these, or its bounds are the wrong way round or above ten minutes.</exception>
    public static LatencyRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bounds = text.Split("..", 2);
        var min = Duration(bounds[0], text);
        var max = bounds.Length == 2 ? Duration(bounds[1], text) : min;
        return min <= max
            ? new LatencyRange(min, max)
            : throw new FormatException($"latency \"{text}\": the first bound is the longer one; write \"{bounds[1]}..{bounds[0]}\"");
    }

    internal TimeSpan Draw(Dice dice) => Min + ((Max - Min) * dice.Next());

    private static TimeSpan Duration(string bound, string text)
    {
        var (number, unit) = bound.Trim() switch
        {
            [.. var n, 'm', 's'] => (n, TimeSpan.FromMilliseconds(1)),
            [.. var n, 's'] => (n, TimeSpan.FromSeconds(1)),
            var n => (n, TimeSpan.Zero),
        };
        return unit > TimeSpan.Zero
            && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount * unit <= Longest
                ? amount * unit
                : throw new FormatException($"latency \"{text}\" is not a duration; write for example 200ms, 1.5s or 100ms..300ms (10 minutes at most)");
    }
}
