namespace Evergreen.Tools.Shop;

/// <summary>What of an order decides about its return.</summary>
internal sealed record Returnable(string Id, string Status, DateTimeOffset? DeliveredAt);

/// <summary>Which orders can be returned: delivered ones, once, within 30 days from delivery.</summary>
internal sealed class ReturnPolicy(DateTimeOffset now)
{
    public const int WindowDays = 30;

    /// <summary>Whole days left to return <paramref name="order"/>.</summary>
    public Decision<int> DaysRemaining(Returnable order, string? earlierReturn)
    {
        if (earlierReturn is not null || order.Status == OrderStatus.ReturnInProgress)
        {
            return new Refusal(409, "RETURN_EXISTS", earlierReturn is null
                ? $"Order {order.Id} is being returned already."
                : $"Order {order.Id} is being returned already: {earlierReturn}.");
        }

        if (order.Status == OrderStatus.Refunded)
        {
            return new Refusal(409, "INVALID_ORDER_STATUS", $"A refund of order {order.Id} is in progress, so it cannot be returned.");
        }

        if (order.Status != OrderStatus.Delivered || order.DeliveredAt is not { } delivered)
        {
            return new Refusal(409, "INVALID_ORDER_STATUS",
                $"Order {order.Id} is {order.Status}; only delivered orders can be returned.");
        }

        var left = delivered.AddDays(WindowDays) - now;
        if (left < TimeSpan.Zero)
        {
            return new Refusal(422, "OUTSIDE_RETURN_WINDOW",
                $"Order {order.Id} was delivered {(int)(now - delivered).TotalDays} days ago; the return window is {WindowDays} days.");
        }

        return (int)left.TotalDays;
    }

    /// <summary>The same for an agent: eligible with the days left, or not with the reason.</summary>
    public object Eligibility(Returnable order, string? earlierReturn)
    {
        var decision = DaysRemaining(order, earlierReturn);
        return decision.Refusal is { } refusal
            ? new { Eligible = false, Reason = refusal.Message }
            : new { Eligible = true, DaysRemaining = decision.Granted };
    }
}
