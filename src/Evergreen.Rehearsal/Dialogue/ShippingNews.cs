namespace Evergreen.Rehearsal.Dialogue;

/// <summary>What the carrier told of an order.</summary>
internal sealed class ShippingNews(Row row)
{
    private readonly Row? _lastScan = row.Rows("scans").Concat(row.Rows("tracking")).Concat(row.Rows("events")).Select(r => (Row?)r).LastOrDefault();

    public string? Carrier { get; } = row.Text("carrier");

    public string? TrackingNumber { get; } = row.Text("tracking_number");

    public DateTimeOffset? PromisedBy { get; } = row.Date("promised_by", "estimated_delivery");

    public DateTimeOffset? DeliveredAt { get; } = row.Date("delivered_at");

    public DateTimeOffset? AsOf { get; } = row.Date("as_of", "today", "checked_at");

    public int? DaysLate { get; } = (int?)row.Number("days_late");

    public int? DaysSinceLastScan { get; } = (int?)row.Number("days_since_last_scan");

    /// <summary>Whether it is late by the carrier's word, or by its dates.</summary>
    public bool IsLate { get; } = row.Flag("late", "is_late", "delayed")
        ?? (row.Date("as_of", "today", "checked_at") is { } today && row.Date("promised_by", "estimated_delivery") < today);

    public IReadOnlyList<ItemRow> Items { get; } = [.. row.Rows("items").Select(item => new ItemRow(item))];

    /// <summary>The last scan in words, e.g. "in transit in Phoenix, AZ on May 3".</summary>
    public string? LastScan => _lastScan is { } scan && scan.Text("event", "status", "description") is { } what
        ? string.Concat(
            what,
            scan.Text("location") is { } place ? $" in {place}" : "",
            scan.Date("at", "time", "date") is { } day ? $" on {Say.Day(day)}" : "")
        : row.Text("last_scan", "last_event");
}
