using System.Globalization;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>An order's row.</summary>
internal sealed class OrderRow(Row row)
{
    public string Id { get; } = row.Text("id", "order_id", "order_number") ?? "";

    public string? CustomerId { get; } = row.Text("customer_id");

    public string Status { get; } = row.Text("status", "order_status") ?? "";

    public decimal? Total { get; } = row.Number("total", "total_amount", "amount");

    public decimal? ShippingCost { get; } = row.Number("shipping_cost", "shipping_fee", "shipping");

    public string? ShippingMethod { get; } = row.Text("shipping_method");

    public string? PromoCode { get; } = row.Text("promo_code");

    public decimal? Discount { get; } = row.Number("discount", "promo_discount", "discount_amount");

    public decimal? DiscountDue { get; } = row.Number("promo_discount_due", "discount_due");

    public string? Carrier { get; } = row.Text("carrier");

    public string? TrackingNumber { get; } = row.Text("tracking_number", "tracking_id");

    public string? PaymentStatus { get; } = row.Text("payment_status");

    public string? PaymentMethod { get; } = row.Text("payment_method");

    public DateTimeOffset? PlacedAt { get; } = row.Date("placed_at", "created_at", "ordered_at");

    public DateTimeOffset? PromisedBy { get; } = row.Date("promised_by", "estimated_delivery", "promised_at");

    public DateTimeOffset? DeliveredAt { get; } = row.Date("delivered_at");

    public DateTimeOffset? Today { get; } = row.Date("today", "as_of", "now");

    public IReadOnlyList<ItemRow> Items { get; } = [.. row.Rows("items").Select(item => new ItemRow(item))];

    /// <summary>The items in words, e.g. "Premium Hoodie (S, white)".</summary>
    public string ItemList => Items.Count == 0 ? "" : string.Join(" and ", Items.Select(item => item.Name));

    /// <summary>The total in words; null when the row gives none.</summary>
    public string? Amount => Total is { } total ? Say.Money(total) : null;

    /// <summary>Whether the money has been taken.</summary>
    public bool IsPaid => PaymentStatus?.ToLowerInvariant() is "captured" or "paid" or "settled";

    public bool Is(string status) => string.Equals(Status, status, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One item of an order.</summary>
internal sealed class ItemRow(Row row)
{
    public string? Sku { get; } = row.Text("sku", "product_sku");

    public string Name { get; } = row.Text("name", "product_name", "sku", "product_sku") ?? "item";

    public string? Size { get; } = row.Text("size");

    public string? Color { get; } = row.Text("color", "colour");

    public decimal? Price { get; } = row.Number("price", "unit_price");

    /// <summary>The item's own status, where an order is split over shipments.</summary>
    public string? Status { get; } = row.Text("status");

    public string? TrackingNumber { get; } = row.Text("tracking_number");

    public DateTimeOffset? PromisedBy { get; } = row.Date("promised_by");
}

/// <summary>A customer's row.</summary>
internal sealed class CustomerRow(Row row)
{
    public string Id { get; } = row.Text("id", "customer_id") ?? "";

    public string Email { get; } = row.Text("email") ?? "";

    public string? Name { get; } = row.Text("name", "full_name");

    public string? Tier { get; } = row.Text("loyalty_tier", "tier");

    public decimal? Points { get; } = row.Number("points", "loyalty_points");

    public DateTimeOffset? TierExpires { get; } = row.Date("tier_expires_at", "tier_expiry", "tier_expires");

    public DateTimeOffset? Joined { get; } = row.Date("joined_at", "joined", "joined_date");

    public string? Birthday { get; } = row.Text("birthday");

    public string? FirstName => Name?.Split(' ')[0];
}

/// <summary>A product's row.</summary>
internal sealed class ProductRow(Row row)
{
    public Row Row { get; } = row;

    public string Sku { get; } = row.Text("sku", "id") ?? "";

    public string Name { get; } = row.Text("name", "product_name") ?? "product";

    public decimal? Price { get; } = row.Number("price", "unit_price");

    public string? Description { get; } = row.Text("description");

    public IReadOnlyList<string> Sizes { get; } = row.Texts("sizes");

    public IReadOnlyList<string> Colors { get; } = [.. row.Texts("colors"), .. row.Texts("colours")];

    /// <summary>How many are left of a size in a colour; null when the row does not say.</summary>
    public int? Stock(string color, string size) =>
        (int?)Row.Inner("stock", "inventory").Inner(color).Number(size);

    public IEnumerable<(string Name, string Value)> Attributes
    {
        get
        {
            var attributes = Row.Inner("attributes");
            if (attributes.Element.ValueKind != System.Text.Json.JsonValueKind.Object)
            {
                yield break;
            }

            foreach (var property in attributes.Element.EnumerateObject())
            {
                yield return (property.Name, property.Value.ToString());
            }
        }
    }
}

/// <summary>Amounts and dates the way they are said.</summary>
internal static class Say
{
    public static string Money(decimal amount) => "$" + amount.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset date) => date.ToString("MMMM d", CultureInfo.InvariantCulture);
}
