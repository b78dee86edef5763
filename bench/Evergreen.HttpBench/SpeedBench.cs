using System.Globalization;
using System.Text.Json;

namespace Evergreen.HttpBench;

/// <summary>All contestants against one stub, one after the other, and how they compare.</summary>
internal static class SpeedBench
{
    private const double LatencySeconds = 0.2;

    public static async Task RunAsync(int conversations, IReadOnlyList<string> concurrencies)
    {
        var bytes = await CapturedRequests.CaptureAsync();
        Print($"{conversations} conversations of {Measurement.CallsEach} model calls and 3 tool calls, requests of {bytes / 1024:0.0} KB, 200 ms latency");
        foreach (var concurrency in concurrencies)
        {
            await CompareAsync(conversations, Arguments.Number(concurrency));
        }
    }

    private static async Task CompareAsync(int conversations, int concurrency)
    {
        var rounds = Math.Ceiling((double)conversations / concurrency);
        var ideal = rounds * Measurement.CallsEach * LatencySeconds;
        Print($"\n{concurrency} in flight; ideal {ideal:0.0} s");
        Print($"| contestant | ended | seconds | conversations/s | share of the ideal | CPU ms a conversation | with start-up | peak MB | spans | CPU ratio to bare |");
        Print($"|---|---|---|---|---|---|---|---|---|---|");
        double? bare = null;
        foreach (var name in Contestant.Names)
        {
            var result = await MeasureAsync(name, conversations, concurrency);
            var cpu = 1000 * result.CpuSeconds / conversations;
            bare ??= cpu;
            Print($"| {name} | {result.Ended} | {result.Seconds:0.00} | {result.Ended / result.Seconds:0} | {ideal / result.Seconds:0.00} | {cpu:0.00} | {1000 * result.CpuSecondsInAll / conversations:0.00} | {result.PeakMegabytes:0} | {result.Spans} | {cpu / bare:0.00} |");
        }
    }

    private static async Task<Measurement> MeasureAsync(string name, int conversations, int concurrency)
    {
        using var stub = ChildProcess.Start("stub", $"{1000 * LatencySeconds:0}", "0", "0");
        var url = await stub.ReadLineAsync();
        using var contestant = ChildProcess.Start("one", name, url, $"{conversations}", $"{concurrency}");
        var line = await contestant.ReadLineAsync();
        await stub.StopAsync();
        return JsonSerializer.Deserialize(line, MeasurementJson.Default.Measurement)!;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
