using System.Text.Json.Serialization;

namespace Evergreen.Tools.Shop;

/// <summary>A row of <c>customers</c>. A birthday is month and day.</summary>
internal sealed record Customer
{
    public required string Id { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    public required string LoyaltyTier { get; init; }

    public required int Points { get; init; }

    public required DateTimeOffset JoinedAt { get; init; }

    public DateTimeOffset? TierExpiresAt { get; init; }

    public string? Birthday { get; init; }
}

/// <summary>A row of <c>products</c>; stock is counted per colour and size.</summary>
internal sealed record Product
{
    public required string Sku { get; init; }

    public required string Name { get; init; }

    public required string Category { get; init; }

    public required decimal Price { get; init; }

    public required string Description { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string Sizes { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string Colors { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string Stock { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string Attributes { get; init; }
}

/// <summary>
/// A row that an action wrote: who asked for it, and in which order the process wrote it. Its id derives from the idempotency key
/// (<see cref="Services.Reference"/>), so the primary key is what keeps one call from writing twice.
/// </summary>
internal abstract record WrittenRow
{
    [JsonPropertyOrder(-1)]
    public required string Id { get; init; }

    public string? IdempotencyKey { get; init; }

    [JsonIgnore]
    public string? ConversationId { get; init; }

    [JsonIgnore]
    public string? World { get; init; }

    [JsonIgnore]
    public long Sequence { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The order whose status this row changed; null when it changed none.</summary>
    [JsonIgnore]
    public virtual string? ChangedOrder => null;
}

/// <summary>A row of <c>returns</c>.</summary>
internal sealed record ReturnRow : WrittenRow
{
    public required string OrderId { get; init; }

    public required string CustomerId { get; init; }

    public required string Reason { get; init; }

    public required string Status { get; init; }

    public required string LabelNumber { get; init; }

    [JsonIgnore]
    public override string ChangedOrder => OrderId;
}

/// <summary>A row of <c>refund_requests</c>; the processor's response is what the agent was answered.</summary>
internal sealed record RefundRow : WrittenRow
{
    public required string OrderId { get; init; }

    public required string CustomerId { get; init; }

    public required decimal Amount { get; init; }

    public required string Kind { get; init; }

    public required string Status { get; init; }

    /// <summary>The status the refund gave its order; null when it left the status alone.</summary>
    public string? OrderStatus { get; init; }

    [JsonConverter(typeof(RawJsonText))]
    public required string ProcessorResponse { get; init; }

    [JsonIgnore]
    public override string? ChangedOrder => OrderStatus is null ? null : OrderId;
}

/// <summary>A row of <c>support_tickets</c>.</summary>
internal sealed record TicketRow : WrittenRow
{
    public string? CustomerId { get; init; }

    public string? OrderId { get; init; }

    public required string Subject { get; init; }

    public required string Description { get; init; }

    public required string Priority { get; init; }
}
