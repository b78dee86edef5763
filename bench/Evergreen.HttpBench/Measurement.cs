using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Evergreen.HttpBench;

/// <summary>What a contestant took.</summary>
/// <param name="Ended">Conversations that reached their end.</param>
/// <param name="Seconds">Wall seconds, warm-up aside.</param>
/// <param name="CpuSeconds">The contestant's CPU seconds, warm-up aside.</param>
/// <param name="CpuSecondsInAll">The same from the start of its process.</param>
/// <param name="PeakMegabytes">The most memory it had resident.</param>
/// <param name="Spans">Span rows it wrote.</param>
internal sealed record Measurement(int Ended, double Seconds, double CpuSeconds, double CpuSecondsInAll, double PeakMegabytes, long Spans)
{
    public const int CallsEach = 6;

    /// <summary>Span rows a destination keeps.</summary>
    public long Delivered { get; init; }

    /// <summary>Span rows on disk that it does not keep yet.</summary>
    public long Pending { get; init; }

    /// <summary>How long the end of the run waited for it.</summary>
    public double DrainSeconds { get; init; }

    public static async Task<Measurement> TakeAsync(Func<Task<(int Ended, long Spans)>> play)
    {
        using var process = Process.GetCurrentProcess();
        var cpuBefore = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var (ended, spans) = await play();
        var seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new Measurement(
            ended,
            seconds,
            (process.TotalProcessorTime - cpuBefore).TotalSeconds,
            process.TotalProcessorTime.TotalSeconds,
            process.PeakWorkingSet64 / 1048576.0,
            spans);
    }
}

[JsonSerializable(typeof(Measurement))]
internal sealed partial class MeasurementJson : JsonSerializerContext;
