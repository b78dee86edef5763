using System.Collections.Concurrent;
using System.Text.Json;
using Evergreen.Testing.Models;

namespace Evergreen.HttpBench;

/// <summary>The bodies that one Evergreen conversation sends, so that the bare loop can send the same bytes.</summary>
internal static class CapturedRequests
{
    private const string Variable = "EVERGREEN_HTTPBENCH_REQUESTS";

    /// <summary>Plays one conversation, keeps what it sent in a file and leaves the file's name to the processes started later.</summary>
    /// <returns>The mean size in bytes.</returns>
    public static async Task<double> CaptureAsync()
    {
        var bodies = new ConcurrentQueue<byte[]>();
        await using var server = await ChatServer.StartAsync(request =>
        {
            bodies.Enqueue(request.Body);
            return Stub.Answer(request, TimeSpan.Zero);
        });
        await using var run = await EvergreenRun.StartAsync(server.BaseUrl);
        await run.PlayAsync(1, 1);
        if (bodies.Count != Measurement.CallsEach)
        {
            throw new InvalidOperationException($"one conversation made {bodies.Count} model calls instead of {Measurement.CallsEach}");
        }

        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(bodies.Select(Convert.ToBase64String).ToArray()));
        Environment.SetEnvironmentVariable(Variable, file);
        return bodies.Average(body => body.Length);
    }

    public static IReadOnlyList<byte[]> Read() =>
        [.. JsonSerializer.Deserialize<string[]>(File.ReadAllText(Environment.GetEnvironmentVariable(Variable)!))!.Select(Convert.FromBase64String)];
}
