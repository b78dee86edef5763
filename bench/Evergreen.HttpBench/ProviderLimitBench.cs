using System.Diagnostics;
using System.Globalization;

namespace Evergreen.HttpBench;

/// <summary>Evergreen and the plain package against a provider that allows 20 requests at once and 6,000 a minute.</summary>
internal static class ProviderLimitBench
{
    private const int Places = 20;
    private const int PerMinute = 6000;
    private const int LatencyMilliseconds = 200;

    public static async Task RunAsync(int conversations)
    {
        await CapturedRequests.CaptureAsync();
        var ideal = conversations * Measurement.CallsEach * LatencyMilliseconds / 1000.0 / Places;
        Print($"{conversations} conversations, {Places} requests at once, {PerMinute} a minute; ideal {ideal:0.0} s");
        Print($"| contestant | asked concurrency | ended | seconds | over the ideal | requests sent per request needed |");
        Print($"|---|---|---|---|---|---|");
        foreach (var concurrency in (int[])[20, 100, 300])
        {
            foreach (var name in (string[])["evergreen", "sdk"])
            {
                await MeasureAsync(name, conversations, concurrency, ideal);
            }
        }
    }

    private static async Task MeasureAsync(string name, int conversations, int concurrency, double ideal)
    {
        using var stub = ChildProcess.Start("stub", $"{LatencyMilliseconds}", $"{Places}", $"{PerMinute}");
        var url = new Uri(await stub.ReadLineAsync());
        await using Contestant contestant = name == "sdk" ? new SdkLoop(url) : await EvergreenRun.StartAsync(url);
        var watch = Stopwatch.StartNew();
        var (ended, _) = await contestant.PlayAsync(conversations, concurrency);
        var seconds = watch.Elapsed.TotalSeconds;
        var sent = Arguments.Number(await stub.StopAsync());
        var needed = (double)conversations * Measurement.CallsEach;
        Print($"| {name} | {concurrency} | {ended} of {conversations} | {seconds:0.0} | {(seconds / ideal) - 1:+0 %;-0 %} | {sent / needed:0.00} |");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
