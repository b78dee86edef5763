using System.Text.Json.Serialization;

namespace Evergreen.Tools.Shop;

/// <summary>The statuses an order can have.</summary>
public static class OrderStatus
{
    /// <summary>Paid, not packed yet.</summary>
    public const string Processing = "processing";

    /// <summary>With the carrier.</summary>
    public const string Shipped = "shipped";

    /// <summary>With the customer, as far as the carrier knows.</summary>
    public const string Delivered = "delivered";

    /// <summary>On its way back.</summary>
    public const string ReturnInProgress = "return_in_progress";

    /// <summary>Stopped before it was shipped.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Paid back in full.</summary>
    public const string Refunded = "refunded";

    /// <summary>All of them, in the order an order goes through them.</summary>
    public static IReadOnlyList<string> All { get; } = [Processing, Shipped, Delivered, ReturnInProgress, Cancelled, Refunded];
}

/// <summary>A row of <c>orders</c>; amounts in dollars, JSON columns as their text.</summary>
internal sealed record Order
{
    public required string Id { get; init; }

    public required string CustomerId { get; init; }

    public required string Status { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string Items { get; init; }

    public required decimal Subtotal { get; init; }

    public string? PromoCode { get; init; }

    /// <summary>What the promo code is worth on this order, whether or not it was applied.</summary>
    public required decimal PromoDiscountDue { get; init; }

    /// <summary>What was taken off at checkout.</summary>
    public required decimal Discount { get; init; }

    public required string ShippingMethod { get; init; }

    public required decimal ShippingCost { get; init; }

    /// <summary>What the customer was charged.</summary>
    public required decimal Total { get; init; }

    public required string PaymentMethod { get; init; }

    public required string PaymentStatus { get; init; }

    public DateTimeOffset? CardExpiresAt { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string ShipTo { get; init; }

    public required bool IsGift { get; init; }

    public string? Carrier { get; init; }

    public string? TrackingNumber { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string Tracking { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public DateTimeOffset? ShippedAt { get; init; }

    public DateTimeOffset? PromisedBy { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public string? Notes { get; init; }

    public Returnable AsReturnable() => new(Id, Status, DeliveredAt);
}
