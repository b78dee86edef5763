using System.Collections.Concurrent;
using System.Diagnostics;
using Evergreen.Testing.Models;
using Evergreen.Tools.Services;

namespace Evergreen.Host.Tests;

/// <summary>
/// A model's server on a bad day: of 100 draws 20 answer 429 with a Retry-After, 10 answer 500, 5 hang and 2 cut the body in half.
/// Watches whether a refused request comes back before it may.
/// </summary>
/// <param name="seed">What the faults are drawn from.</param>
/// <param name="retryAfter">Seconds.</param>
/// <param name="drawOnce">Whether a call meets a fault on its first request only, or each of its requests draws anew.</param>
/// <param name="answer">What it says when nothing goes wrong.</param>
internal sealed class FaultyModel(long seed, double retryAfter, bool drawOnce, Func<ChatServerRequest, ChatServerReply> answer)
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, (int Requests, long NotBefore)> _calls = new();
    private int _refused;
    private int _cameTooEarly;

    /// <summary>Requests answered with 429.</summary>
    public int Refused => _refused;

    /// <summary>Requests that came back before the time they were told.</summary>
    public int CameTooEarly => _cameTooEarly;

    public ChatServerReply Answer(ChatServerRequest request)
    {
        var call = _calls.AddOrUpdate(request.Key, (1, 0), (_, before) => (before.Requests + 1, before.NotBefore));
        if (request.ReceivedAt < call.NotBefore)
        {
            Interlocked.Increment(ref _cameTooEarly);
        }

        switch (drawOnce && call.Requests > 1 ? 99 : new Dice(seed).With(request.Key).With(call.Requests).Next(100))
        {
            case < 20:
                Interlocked.Increment(ref _refused);
                _calls[request.Key] = call with { NotBefore = request.ReceivedAt + (long)(retryAfter * Stopwatch.Frequency) };
                return ChatServerReply.Error(429, "Rate limit reached", "rate_limit_exceeded", retryAfter);
            case < 30:
                return ChatServerReply.Error(500, "boom");
            case < 35:
                return ChatServerReply.Hang;
            case < 37:
                return answer(request) with { CutInHalf = true };
            default:
                return answer(request) with { Latency = Latency };
        }
    }
}
