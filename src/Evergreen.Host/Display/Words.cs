using System.Globalization;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Display;

/// <summary>How figures and states are said on screen.</summary>
internal static class Words
{
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "running, or killed before its end",
        RunStatus.Completed => "completed",
        _ => "interrupted",
    };

    public static string Of(Ending ending) => OfEnding(ending.ToString());

    /// <summary>An ending's name as it stands in run.json, in plain words: <c>CustomerLeft</c> is "customer left".</summary>
    public static string OfEnding(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>An ending in the colour of how worrying it is.</summary>
    public static string Marked(Ending ending) => Marked(ending, Of(ending));

    /// <summary>Words about an ending, in the colour of how worrying it is.</summary>
    public static string Marked(Ending ending, string words) => ending switch
    {
        Ending.Completed => $"[green]{words}[/]",
        Ending.Escalated or Ending.CustomerLeft => $"[yellow]{words}[/]",
        Ending.Cancelled => $"[grey]{words}[/]",
        _ => $"[red]{words}[/]",
    };

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: "1 retry", "12 retries".</summary>
    public static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    /// <summary>A share in whole percent: "32 %"; a small one that is not nothing is "&lt;1 %". A dash when there is no whole.</summary>
    public static string Percent(int part, int whole) => whole == 0 ? "-"
        : part > 0 && part * 200L < whole ? "<1 %"
        : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0} %");

    /// <summary>A share with its 95 % interval: "32 % 20-44", as markup.</summary>
    public static string Percent(int part, int whole, Interval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{Percent(part, whole)} [grey]{100 * interval.Low:0}-{100 * interval.High:0}[/]");

    /// <summary>So many a second: "0.4", "64", "1,200".</summary>
    public static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    /// <summary>US dollars: "$12.30"; small amounts to the hundredth of a cent: "$0.0042".</summary>
    public static string Dollars(decimal amount) =>
        amount.ToString(amount is > 0 and < 0.1m ? "$0.00##" : "$#,0.00", CultureInfo.InvariantCulture);

    /// <summary>A file's size: "412 kB", "3.4 MB".</summary>
    public static string Bytes(long bytes) => bytes < 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e3):0} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    /// <summary>Seconds as people say them: "80 ms", "3.2 s", "2 min 5 s".</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        < 99.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):0} min {seconds % 60:0} s"),
    };
}
