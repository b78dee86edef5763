using Evergreen.Actors.Models.Limits;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>
/// The one layer that sends requests again. Each request passes the gate, has its own time-out and is reported on.
/// </summary>
internal sealed class RetryingStage(
    IChatClient provider, ModelGatewayOptions options, SendGate gate, AdmissionStop stop, TimeProvider clock)
    : GatewayStage(provider)
{
    private readonly ModelRetryPolicy _policy = new(options.Retry);
    private readonly ProviderHealth _health = new();
    private readonly long _origin = clock.GetTimestamp();

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? chatOptions = null, CancellationToken cancellationToken = default)
    {
        if (!_health.MayCall(clock.GetElapsedTime(_origin)))
        {
            throw new ModelCallException(
                ModelFailure.Unavailable, $"{options.Model} is down: no call was answered within the time it may take");
        }

        var request = messages as IReadOnlyCollection<ChatMessage> ?? [.. messages];
        var call = new ModelCall(clock, chatOptions?.Seed ?? options.Seed);
        var tokens = options.TokensPerMinute is null ? 0 : TokenEstimate.Of(request, chatOptions);
        while (true)
        {
            var permit = await gate.EnterAsync(call.Attempts > 0, tokens, cancellationToken).ConfigureAwait(false);
            call.Sent(permit);
            ProviderException fault;
            try
            {
                return await SendAsync(request, chatOptions, call, permit, cancellationToken).ConfigureAwait(false);
            }
            catch (ProviderException exception)
            {
                fault = exception;
            }

            await WaitAsync(After(call, fault), cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void Dispose(bool disposing)
    {
        gate.Dispose();
        base.Dispose(disposing);
    }

    private async Task<ChatResponse> SendAsync(
        IReadOnlyCollection<ChatMessage> request,
        ChatOptions? chatOptions,
        ModelCall call,
        SendPermit permit,
        CancellationToken cancellationToken)
    {
        var outcome = new SendOutcome(SendOutcomeKind.Abandoned, RateLimitHeaders.None, null);
        using var timeout = new CancellationTokenSource(options.CallTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await InnerClient.GetResponseAsync(request, chatOptions, either.Token).ConfigureAwait(false);
            outcome = new SendOutcome(SendOutcomeKind.Answered, TakeHeaders(response), response.Usage?.TotalTokenCount);
            Check(response, call);
            _health.Answered();
            call.Describe(response);
            return response;
        }
        catch (ProviderException fault)
        {
            outcome = new SendOutcome(KindOf(fault), fault.Limits ?? RateLimitHeaders.None, null);
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            outcome = outcome with { Kind = SendOutcomeKind.Failed };
            throw new ProviderException(ProviderFault.TimedOut, FormattableString.Invariant(
                $"{options.Model} gave no answer within {options.CallTimeout.TotalSeconds:0.#} s"));
        }
        finally
        {
            gate.Leave(permit, outcome);
        }
    }

    private static void Check(ChatResponse response, ModelCall call)
    {
        if (AnswerCheck.Find(response) is not var (failure, reason))
        {
            return;
        }

        // An empty answer is a bad moment; a refusal, a filter or a full window would come again.
        throw failure == ModelFailure.BadAnswer
            ? new ProviderException(ProviderFault.BadAnswer, reason)
            : call.Failed(failure, reason, null);
    }

    private TimeSpan After(ModelCall call, ProviderException fault)
    {
        switch (call.After(fault, _policy))
        {
            case RetryDecision.Again again:
                return again.Wait;
            case RetryDecision.GiveUp giveUp:
                Consider(giveUp);
                throw call.Failed(giveUp.Failure, giveUp.Reason, fault);
            default:
                throw new InvalidOperationException("no such decision");
        }
    }

    private void Consider(RetryDecision.GiveUp giveUp)
    {
        switch (giveUp.Failure)
        {
            case ModelFailure.QuotaExhausted or ModelFailure.AccessDenied:
                stop.Because(giveUp.Reason);
                break;
            case ModelFailure.Rejected or ModelFailure.ContentFiltered:
                break;
            default:
                if (_health.GivenUp(clock.GetElapsedTime(_origin)))
                {
                    stop.Because($"{options.Model} is down: {giveUp.Reason}");
                }

                break;
        }
    }

    // Timers count whole milliseconds of a coarse clock and may fire a few too early; "not before" means not before.
    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        for (var left = wait; left > TimeSpan.Zero; left = wait - clock.GetElapsedTime(start))
        {
            var whole = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
            await Task.Delay(whole, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static SendOutcomeKind KindOf(ProviderException fault) => fault.Fault switch
    {
        ProviderFault.RateLimited or ProviderFault.TooManyAtOnce => SendOutcomeKind.Refused,
        ProviderFault.ServerError or ProviderFault.ConnectionLost or ProviderFault.TimedOut or ProviderFault.BadAnswer =>
            SendOutcomeKind.Failed,
        _ => SendOutcomeKind.Abandoned,
    };

    private static RateLimitHeaders TakeHeaders(ChatResponse response) =>
        response.AdditionalProperties is { } properties
        && properties.Remove(ModelResponseProperties.RateLimits, out var headers)
            ? (RateLimitHeaders)headers!
            : RateLimitHeaders.None;
}
