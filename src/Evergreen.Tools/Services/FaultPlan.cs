using Evergreen.Tools.Catalog;

namespace Evergreen.Tools.Services;

/// <summary>How often one service fails, and how long it takes. The three rates are shares of its attempts and exclude one another.</summary>
/// <param name="Unavailable">Nothing is done and the answer is a 503; 0 to 1.</param>
/// <param name="Timeout">Nothing is done and the answer is a 504; 0 to 1.</param>
/// <param name="LostReply">The work is done and the answer is a 504 all the same; 0 to 1.</param>
/// <param name="MinLatency">The shortest an attempt takes. Default 0.</param>
/// <param name="MaxLatency">The longest an attempt takes; drawn evenly between the two. Default 0.</param>
public sealed record ServiceFaults(
    double Unavailable = 0, double Timeout = 0, double LostReply = 0, TimeSpan MinLatency = default, TimeSpan MaxLatency = default)
{
    internal double FailureRate => Unavailable + Timeout + LostReply;
}

/// <summary>How the four outside services fail.</summary>
/// <param name="PaymentProcessor">Behind <c>process_refund</c>.</param>
/// <param name="LabelService">Behind <c>initiate_return</c>.</param>
/// <param name="Carrier">Behind <c>check_shipping_status</c>.</param>
/// <param name="TicketDesk">Behind <c>escalate_to_human</c>.</param>
public sealed record FaultPlan(
    ServiceFaults PaymentProcessor, ServiceFaults LabelService, ServiceFaults Carrier, ServiceFaults TicketDesk)
{
    /// <summary>A service that never answers would otherwise be looked at for ever.</summary>
    private const int MostForeseen = 10;

    /// <summary>Nothing fails.</summary>
    public static FaultPlan None { get; } = All(new ServiceFaults());

    /// <summary>5 % of the attempts are answered 503.</summary>
    public static FaultPlan Mild { get; } = All(new ServiceFaults(Unavailable: 0.05));

    /// <summary>20 % are answered 503, 5 % time out, and of 5 % the reply is lost.</summary>
    public static FaultPlan Harsh { get; } = All(new ServiceFaults(Unavailable: 0.20, Timeout: 0.05, LostReply: 0.05));

    /// <summary>
    /// A plan by name (<c>none</c>, <c>mild</c>, <c>harsh</c>) or from a JSON file with an object per service
    /// (<c>payment_processor</c>, <c>label_service</c>, <c>carrier</c>, <c>ticket_desk</c>); a service that is left out does not
    /// fail. Fields: <c>unavailable</c>, <c>timeout</c>, <c>lost_reply</c> (0 to 1) and <c>latency</c> (<c>"200ms"</c> or
    /// <c>"100ms..300ms"</c>).
    /// </summary>
    /// <exception cref="FileNotFoundException">It is neither a name nor a file.</exception>
    /// <exception cref="InvalidDataException">The file says something else: one line a problem, with file, line, field and the mend.</exception>
    public static FaultPlan Load(string nameOrPath) => nameOrPath switch
    {
        "none" => None,
        "mild" => Mild,
        "harsh" => Harsh,
        _ when File.Exists(nameOrPath) => new FaultPlanFile(nameOrPath).Read(),
        _ when Directory.Exists(nameOrPath) => throw new FileNotFoundException(
            $"{nameOrPath}: is a folder, not a file; give a fault plan's file, or one of none, mild and harsh", nameOrPath),
        _ => throw new FileNotFoundException($"fault plan \"{nameOrPath}\" is neither none, mild or harsh nor a file", nameOrPath),
    };

    /// <summary>Attempts in a row that fail at the service that fails most; of several as bad, the first.</summary>
    internal int FailuresInARow(long seed, string conversationId, int callNumber)
    {
        var worst = new[] { PaymentProcessor, LabelService, Carrier, TicketDesk }.MaxBy(faults => faults.FailureRate)!;
        var call = new ToolCall("", conversationId, "", "", "") { Number = callNumber };
        var attempt = 1;
        while (attempt <= MostForeseen && FaultDraw.For(worst, seed, call, attempt).Fault is not null)
        {
            attempt++;
        }

        return attempt - 1;
    }

    private static FaultPlan All(ServiceFaults faults) => new(faults, faults, faults, faults);
}
