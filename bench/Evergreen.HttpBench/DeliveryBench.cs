using System.Globalization;
using System.Text.Json;

namespace Evergreen.HttpBench;

/// <summary>What delivery to Braintrust costs a run: none, one that answers at once, one that takes 500 ms, one that is away.</summary>
internal static class DeliveryBench
{
    private const double LatencySeconds = 0.2;
    private const int WarmUp = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(int conversations, int concurrency)
    {
        Print($"{conversations} conversations, {concurrency} in flight, {1000 * LatencySeconds:0} ms latency");
        Print($"| Braintrust | ended | seconds | CPU ms a conversation | peak MB during the run | spans written | kept there or on disk | there after |");
        Print($"|---|---|---|---|---|---|---|---|");
        foreach (var (name, latency) in new (string, int?)[] { ("none", null), ("answers at once", 0), ("takes 500 ms", 500), ("is away", -1) })
        {
            await MeasureAsync(name, latency, conversations, concurrency);
        }
    }

    /// <summary>One measurement, in a process of its own.</summary>
    public static async Task PlayAsync(Uri url, Uri? braintrust, int conversations, int concurrency)
    {
        await using var run = await EvergreenRun.StartAsync(url, braintrust);
        await run.PlayAsync(WarmUp, WarmUp);
        var measurement = await Measurement.TakeAsync(() => run.PlayAsync(conversations, concurrency));
        if (braintrust is not null)
        {
            var isAway = braintrust.Port == 1;
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var report = await run.DrainAsync(isAway ? TimeSpan.Zero : Patience);
            measurement = measurement with { Delivered = report.Delivered, Pending = report.Pending, DrainSeconds = watch.Elapsed.TotalSeconds };
        }

        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(measurement, MeasurementJson.Default.Measurement));
    }

    private static async Task MeasureAsync(string name, int? latency, int conversations, int concurrency)
    {
        using var stub = ChildProcess.Start("stub", $"{1000 * LatencySeconds:0}", "0", "0");
        using var braintrust = latency is >= 0 ? ChildProcess.Start("braintrust", $"{latency}") : null;
        var address = latency is null ? "none" : braintrust is null ? "http://127.0.0.1:1" : await braintrust.ReadLineAsync();
        using var run = ChildProcess.Start("delivered", await stub.ReadLineAsync(), address, $"{conversations}", $"{concurrency}");
        var result = JsonSerializer.Deserialize(await run.ReadLineAsync(), MeasurementJson.Default.Measurement)!;
        await stub.StopAsync();
        var there = braintrust is null ? "" : await braintrust.StopAsync();

        // The warm-up's rows are delivered too.
        var written = result.Spans * (conversations + WarmUp) / conversations;
        var kept = latency is null ? "" : ((result.Delivered + result.Pending) / (double)written).ToString("0.0 %", CultureInfo.InvariantCulture);
        Print($"| {name} | {result.Ended} | {result.Seconds:0.00} | {1000 * result.CpuSeconds / conversations:0.00} | {result.PeakMegabytes:0} | {written} | {kept} | {there}{(there.Length > 0 ? FormattableString.Invariant($", {result.DrainSeconds:0.0} s") : "")} |");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
