using System.Text.Json;
using Evergreen.Tools.Shop;
using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Services;

/// <summary>Knows where a parcel is; changes nothing.</summary>
internal sealed class Carrier(SqlShopStore store, DateTimeOffset now)
{
    public async Task<ServiceReply> TrackAsync(string world, string orderId, CancellationToken cancellationToken)
    {
        var order = await store.ReadAsync(world, session => session.FindOrderAsync(orderId), cancellationToken);
        if (order is null)
        {
            return ServiceReply.Refused(Refusal.OrderNotFound(orderId));
        }

        return order.TrackingNumber is null
            ? ServiceReply.Refused(new Refusal(404, "TRACKING_NOT_FOUND",
                $"There is no tracking number for order {order.Id} yet; its status is {order.Status}."))
            : ServiceReply.Ok(Report(order));
    }

    private object Report(Order order)
    {
        using var tracking = JsonDocument.Parse(order.Tracking);
        var scans = tracking.RootElement.Clone();
        var arrived = order.DeliveredAt ?? now;
        var last = scans.GetArrayLength() > 0 ? scans[scans.GetArrayLength() - 1] : (JsonElement?)null;
        return new
        {
            OrderId = order.Id,
            order.Status,
            order.Carrier,
            order.TrackingNumber,
            order.ShippingMethod,
            order.ShippedAt,
            order.PromisedBy,
            order.DeliveredAt,
            DaysInTransit = order.ShippedAt is { } shipped ? (int?)Days(arrived - shipped) : null,
            Late = arrived > order.PromisedBy,
            DaysLate = arrived > order.PromisedBy ? (int?)Days(arrived - order.PromisedBy.Value) : null,
            DaysSinceLastScan = last is { } scan ? (int?)Days(now - scan.GetProperty("at").GetDateTimeOffset()) : null,
            Scans = scans,
            Items = UnderWay(order),
            AsOf = now,
        };
    }

    /// <summary>Items whose own shipment differs from the order's; null for an order sent in one piece.</summary>
    private static JsonElement[]? UnderWay(Order order)
    {
        using var items = JsonDocument.Parse(order.Items);
        var split = items.RootElement.EnumerateArray().Where(item => item.TryGetProperty("shipment", out _)).Select(item => item.Clone());
        return split.ToArray() is { Length: > 0 } found ? found : null;
    }

    private static int Days(TimeSpan span) => (int)span.TotalDays;
}
