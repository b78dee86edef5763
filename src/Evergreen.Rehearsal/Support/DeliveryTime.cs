using System.Globalization;
using System.Text.RegularExpressions;

namespace Evergreen.Rehearsal.Support;

/// <summary>How many days a shipping method takes.</summary>
internal sealed partial record DeliveryTime(int Shortest, int Longest, string Words)
{
    /// <summary>The time that terms such as "$5.99; takes 5-7 days" give; null when they give none in plain days.</summary>
    public static DeliveryTime? In(string terms) => RangePattern().Match(terms) is { Success: true } range
        ? new DeliveryTime(Number(range.Groups[1]), Number(range.Groups[2].Success ? range.Groups[2] : range.Groups[1]), range.Value)
        : null;

    /// <summary>The number of days a customer speaks of.</summary>
    public static int? DaysIn(string text) => DaysPattern().Match(text) is { Success: true } days ? Number(days.Groups[1]) : null;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?\s+days?\b", RegexOptions.IgnoreCase)]
    private static partial Regex RangePattern();

    [GeneratedRegex(@"\b(\d{1,3})[ -]days?\b", RegexOptions.IgnoreCase)]
    private static partial Regex DaysPattern();
}
