using Evergreen.Tools.Catalog;

namespace Evergreen.Tools.Services;

/// <summary>An outside party: how it fails and how its failures are called.</summary>
internal sealed record Service(string Name, string UnavailableCode, string TimeoutCode, Func<FaultPlan, ServiceFaults> FaultsIn)
{
    public static Service PaymentProcessor { get; } =
        new("payment processor", "PROCESSOR_UNAVAILABLE", "PROCESSOR_TIMEOUT", plan => plan.PaymentProcessor);

    public static Service LabelService { get; } =
        new("label service", "LABEL_SERVICE_DOWN", "LABEL_SERVICE_TIMEOUT", plan => plan.LabelService);

    public static Service Carrier { get; } =
        new("carrier", "CARRIER_UNAVAILABLE", "CARRIER_TIMEOUT", plan => plan.Carrier);

    public static Service TicketDesk { get; } =
        new("ticket desk", "TICKET_DESK_UNAVAILABLE", "TICKET_DESK_TIMEOUT", plan => plan.TicketDesk);
}

/// <summary>What befalls one attempt. The fault's name is what traces carry; null when the attempt goes well.</summary>
internal readonly record struct FaultDraw(string? Fault, TimeSpan Latency)
{
    public const string Unavailable = "unavailable";
    public const string Timeout = "timeout";
    public const string LostReply = "lost_reply";

    /// <summary>Drawn from the seed, the conversation, the call and the attempt, and from nothing else.</summary>
    public static FaultDraw For(ServiceFaults faults, long seed, ToolCall call, int attempt)
    {
        if (faults == NoFaults)
        {
            return default;
        }

        var dice = new Dice(seed).With("fault").With(call.ConversationId);
        dice = (call.Number > 0 ? dice.With(call.Number) : dice.With(call.CallId)).With(attempt);
        var roll = dice.NextDouble();
        var fault = roll < faults.Unavailable ? Unavailable
            : roll < faults.Unavailable + faults.Timeout ? Timeout
            : roll < faults.Unavailable + faults.Timeout + faults.LostReply ? LostReply
            : null;
        return new FaultDraw(fault, faults.MinLatency + (faults.MaxLatency - faults.MinLatency) * dice.NextDouble());
    }

    /// <summary>What the caller hears of the fault.</summary>
    public ServiceReply Failure(Service service) => Fault == Unavailable
        ? ServiceReply.Failed(503, service.UnavailableCode, $"The {service.Name} is unavailable.")
        : ServiceReply.Failed(504, service.TimeoutCode, $"The {service.Name} did not answer in time.");

    private static readonly ServiceFaults NoFaults = new();
}
