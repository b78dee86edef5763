namespace Evergreen.Tools.Shop;

/// <summary>What a refund pays back.</summary>
internal static class RefundKind
{
    public const string Full = "full";
    public const string Shipping = "shipping";
    public const string Promo = "promo";
}

/// <summary>A refund as it was asked for; no amount means the kind's whole amount.</summary>
internal sealed record RefundRequest(string OrderId, string CustomerId, string Kind, decimal? Amount);

/// <summary>Pays <paramref name="Amount"/>; the order gets <paramref name="NewStatus"/> unless that is null.</summary>
internal sealed record RefundGrant(decimal Amount, string? NewStatus);

/// <summary>
/// Which refunds the payment processor grants. All refunds of an order together never exceed what was paid for it, and each kind
/// is paid once.
/// </summary>
internal sealed class RefundPolicy(IReadOnlyList<string> refundableStatuses, DateTimeOffset now)
{
    public Decision<RefundGrant> Decide(Order order, RefundRequest request, IReadOnlyList<RefundRow> earlier)
    {
        if (Refusal.UnlessOwner(order, request.CustomerId) is { } refusal)
        {
            return refusal;
        }

        var owed = order.Total - earlier.Sum(refund => refund.Amount);
        if (earlier.FirstOrDefault(refund => refund.Kind == request.Kind) is { } same)
        {
            return Duplicate($"Order {order.Id} already has a {same.Kind} refund of ${same.Amount:0.00}, {same.Id}, status {same.Status}.");
        }

        if (owed <= 0)
        {
            return Duplicate($"Everything paid for order {order.Id} has been paid back already.");
        }

        if (order.CardExpiresAt <= now)
        {
            return new Refusal(402, "PAYMENT_METHOD_INVALID",
                $"The card of order {order.Id} ({order.PaymentMethod}) has expired; the refund needs another payment method.");
        }

        // A promo correction mends a bill that was wrong from the start, so it waits for no delivery.
        if (request.Kind != RefundKind.Promo && !refundableStatuses.Contains(order.Status))
        {
            return new Refusal(409, "INVALID_ORDER_STATUS",
                $"Order {order.Id} is {order.Status}; refunds are granted for orders that are {string.Join(", ", refundableStatuses)}.");
        }

        return Grant(order, request, owed);
    }

    private static Decision<RefundGrant> Grant(Order order, RefundRequest request, decimal owed)
    {
        var whole = request.Kind switch
        {
            RefundKind.Full => owed,
            RefundKind.Shipping => Math.Min(owed, order.ShippingCost),
            RefundKind.Promo => Math.Min(owed, order.PromoDiscountDue - order.Discount),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "unknown kind of refund"),
        };
        if (whole <= 0)
        {
            return new Refusal(422, "NOTHING_TO_REFUND", request.Kind == RefundKind.Shipping
                ? $"Order {order.Id} was shipped free of charge."
                : $"Order {order.Id} has no promo discount that was due and not applied.");
        }

        var amount = request.Amount ?? whole;
        if (amount <= 0 || amount > whole || decimal.Round(amount, 2) != amount)
        {
            return new Refusal(422, "INVALID_AMOUNT",
                $"A {request.Kind} refund of order {order.Id} can be from $0.01 to ${whole:0.00}, in whole cents.");
        }

        var paidBack = request.Kind == RefundKind.Full && amount == owed;
        return new RefundGrant(amount, paidBack ? OrderStatus.Refunded : null);
    }

    private static Refusal Duplicate(string message) => new(409, "DUPLICATE_REFUND", message);
}
