using Evergreen.Actors.Models.Accounting;
using Evergreen.Actors.Models.Limits;
using Evergreen.Actors.Models.Responses;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>
/// The way every model call goes: accounting, recording, cache, retries and limits, then the provider. One gateway serves one
/// model of one provider; the account, the cache and the recording may be shared by several.
/// </summary>
/// <remarks>
/// A call either gives a usable answer, with <see cref="ModelResponseProperties"/> telling how it came, or throws
/// <see cref="ModelCallException"/>; besides these only cancellation and bugs get out.
/// </remarks>
public sealed class ModelGateway : DelegatingChatClient
{
    private readonly SendGate? _gate;

    private ModelGateway(IChatClient pipeline, SendGate? gate)
        : base(pipeline) => _gate = gate;

    /// <summary>How the gate to the provider stands; null in a replay, which has no provider.</summary>
    public LimitSnapshot? Limits => _gate?.Snapshot();

    /// <summary>Puts the gateway together around <paramref name="provider"/>, which it owns from then on.</summary>
    /// <param name="provider">Sends one request a call and throws <see cref="ProviderException"/> when it fails; must not retry.</param>
    /// <param name="options">Validated first.</param>
    /// <param name="account">Where calls are booked.</param>
    /// <param name="stop">Told when no further conversation should begin.</param>
    /// <param name="clock">Time-outs, backoff and pacing.</param>
    /// <param name="cache">Answers kept at temperature 0; null for none.</param>
    /// <param name="recording">Where calls are recorded; null for nowhere.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static ModelGateway Create(
        IChatClient provider,
        ModelGatewayOptions options,
        ModelAccount account,
        AdmissionStop stop,
        TimeProvider clock,
        ResponseCache? cache = null,
        ResponseRecording? recording = null)
    {
        options.Validate();
        account.RequirePrice(options.Model);
        var gate = new SendGate(
            new ConcurrencyLimit(options.MaxConcurrency, options.InitialConcurrency),
            Budget(options.RequestsPerMinute),
            Budget(options.TokensPerMinute),
            clock);
        IChatClient pipeline = new RetryingStage(provider, options, gate, stop, clock);
        pipeline = new MeteringStage(pipeline, options.Model, clock);
        pipeline = cache is null ? pipeline : new CachingStage(pipeline, options.Model, cache, stop);
        pipeline = recording is null ? pipeline : new RecordingStage(pipeline, options.Model, recording, stop);
        return new ModelGateway(new AccountingStage(pipeline, options.Model, account), gate);
    }

    /// <summary>A gateway that answers from <paramref name="replay"/> and needs no provider.</summary>
    public static ModelGateway Replay(ResponseReplay replay, string model, ModelAccount account) =>
        new(new AccountingStage(new ReplayStage(model, replay), model, account), null);

    private static RateBudget? Budget(double? perMinute) => perMinute is { } rate ? new RateBudget(rate) : null;
}
