namespace Evergreen.Tools.Shop;

/// <summary>The shop says no, for good: a 4xx with its error code and a sentence for the agent.</summary>
internal sealed record Refusal(int Status, string Code, string Message)
{
    public static Refusal OrderNotFound(string orderId) => new(404, "ORDER_NOT_FOUND", $"There is no order {orderId}.");

    /// <summary>Nobody acts on another customer's order; null when it is theirs.</summary>
    public static Refusal? UnlessOwner(Order order, string customerId) => order.CustomerId == customerId
        ? null
        : new Refusal(403, "CUSTOMER_MISMATCH", $"Order {order.Id} does not belong to customer {customerId}.");
}

/// <summary>What a policy grants, or why it refuses; exactly one of the two.</summary>
internal readonly record struct Decision<T>
{
    private readonly T? _granted;

    private Decision(T? granted, Refusal? refusal) => (_granted, Refusal) = (granted, refusal);

    public Refusal? Refusal { get; }

    public T Granted => Refusal is null ? _granted! : throw new InvalidOperationException("refused: " + Refusal.Message);

    public static implicit operator Decision<T>(T granted) => new(granted, null);

    public static implicit operator Decision<T>(Refusal refusal) => new(default, refusal);
}
