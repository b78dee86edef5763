using Evergreen.Actors.Models.Limits;
using Evergreen.Tools.Services;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>One call on its way through its attempts: what was sent, what failed, how long it was asked to wait.</summary>
internal sealed class ModelCall(TimeProvider clock, long seed)
{
    private readonly List<FailedModelAttempt> _failed = [];
    private long? _firstSent;
    private int _refusals;
    private TimeSpan _waited;
    private TimeSpan _queued;

    /// <summary>Requests sent so far.</summary>
    public int Attempts { get; private set; }

    public void Sent(SendPermit permit)
    {
        _firstSent ??= clock.GetTimestamp();
        Attempts++;
        _waited += permit.Paced;
        _queued += permit.Queued;
    }

    public RetryDecision After(ProviderException fault, ModelRetryPolicy policy)
    {
        _refusals += fault.Fault is ProviderFault.RateLimited or ProviderFault.TooManyAtOnce ? 1 : 0;
        var draw = new Dice(seed).With("model backoff").With(Attempts).NextDouble();
        var decision = policy.After(fault, Attempts - _refusals, _refusals, clock.GetElapsedTime(_firstSent!.Value), draw);
        var wait = (decision as RetryDecision.Again)?.Wait;
        _failed.Add(new FailedModelAttempt(Attempts, fault.Fault, fault.Status, wait?.TotalSeconds));
        _waited += wait ?? TimeSpan.Zero;
        return decision;
    }

    public ModelCallException Failed(ModelFailure failure, string reason, Exception? cause) =>
        new(failure, reason, cause) { FailedAttempts = _failed, Waited = _waited };

    public void Describe(ChatResponse response)
    {
        response.Set(ModelResponseProperties.Attempts, Attempts);
        response.Set(ModelResponseProperties.WaitedSeconds, _waited.TotalSeconds);
        response.Set(ModelResponseProperties.QueuedSeconds, _queued.TotalSeconds);
        if (_failed.Count > 0)
        {
            response.Set(ModelResponseProperties.FailedAttempts, _failed);
        }
    }
}
