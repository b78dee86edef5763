using System.Diagnostics;
using Evergreen.Testing.Models;

namespace Evergreen.HttpBench;

/// <summary>
/// The model's server, in a process of its own: asks for tools at first and answers in words from then on, after a fixed
/// time. May have places and a rate, as providers have.
/// </summary>
internal static class Stub
{
    private static readonly ChatServerReply Words = ChatServerReply.Say("It is on its way and should be with you within two days. Is there anything else?");
    private static readonly ChatServerReply Calls = ChatServerReply.Call([.. Story.Calls]);
    private static readonly ChatServerReply Refusal = ChatServerReply.Error(429, "Too many requests in flight", retryAfter: 1);
    private static readonly ChatServerReply TooFast = ChatServerReply.Error(429, "Rate limit reached for requests", "rate_limit_exceeded", retryAfter: 1);

    public static async Task ServeAsync(TimeSpan latency, int places, int perMinute)
    {
        var rate = new Rate(perMinute);
        await using var server = await ChatServer.StartAsync(request =>
            places > 0 && request.UnderWay > places ? Refusal
            : !rate.Allows() ? TooFast
            : Answer(request, latency));
        await Console.Out.WriteLineAsync(server.BaseUrl.ToString());
        await Console.In.ReadToEndAsync();
        await Console.Out.WriteLineAsync(FormattableString.Invariant($"{server.Received}"));
    }

    public static ChatServerReply Answer(ChatServerRequest request, TimeSpan latency) =>
        (HasToolResult(request.Body) ? Words : Calls) with { Latency = latency };

    // Without parsing 6 KB for it.
    private static bool HasToolResult(byte[] body) => body.AsSpan().IndexOf("\"role\":\"tool\""u8) >= 0;

    /// <summary>So many a minute, at most a second's worth of them at once.</summary>
    private sealed class Rate(int perMinute)
    {
        private readonly Lock _lock = new();
        private readonly double _perSecond = perMinute / 60.0;
        private double _level = perMinute / 60.0;
        private long _filledAt = Stopwatch.GetTimestamp();

        public bool Allows()
        {
            if (perMinute == 0)
            {
                return true;
            }

            lock (_lock)
            {
                _level = Math.Min(_perSecond, _level + (_perSecond * Stopwatch.GetElapsedTime(_filledAt).TotalSeconds));
                _filledAt = Stopwatch.GetTimestamp();
                if (_level < 1)
                {
                    return false;
                }

                _level--;
                return true;
            }
        }
    }
}
