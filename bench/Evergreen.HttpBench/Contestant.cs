using System.Text.Json;

namespace Evergreen.HttpBench;

/// <summary>One way of holding the conversations, run and measured in this process.</summary>
internal abstract class Contestant : IAsyncDisposable
{
    public static readonly string[] Names = ["bare", "sdk", "gateway", "evergreen"];

    private const int WarmUp = 100;

    public static async Task RunAsync(string name, Uri url, int conversations, int concurrency)
    {
        await using Contestant contestant = name switch
        {
            "bare" => new BareLoop(url),
            "sdk" => new SdkLoop(url),
            "gateway" => new GatewayLoop(url),
            "evergreen" => await EvergreenRun.StartAsync(url),
            _ => throw new ArgumentException($"no contestant is called {name}"),
        };
        await contestant.PlayAsync(WarmUp, WarmUp);
        var measurement = await Measurement.TakeAsync(() => contestant.PlayAsync(conversations, concurrency));
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(measurement, MeasurementJson.Default.Measurement));
    }

    public abstract ValueTask DisposeAsync();

    public abstract Task<(int Ended, long Spans)> PlayAsync(int conversations, int concurrency);
}
