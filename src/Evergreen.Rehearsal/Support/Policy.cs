using System.Collections.Frozen;

namespace Evergreen.Rehearsal.Support;

/// <summary>What a system prompt may tell a support agent to do; <c>policies.txt</c> says by which words each is recognised.</summary>
internal enum PolicyLine
{
    LooksUpAccountWhenNotFound,
    SuggestsCloseNumbersWhenNotFound,
    AsksWhenNotFound,
    RefundsLateShipping,
    RefundsMissingPromo,
    ReturnsAndRefundsTogether,
    RetriesServerErrors,
    EscalatesLast,
    Acknowledges,
}

/// <summary>What one system prompt says: the lines it has, and its figures in its own words. What it is silent on is absent.</summary>
internal sealed record Policy
{
    public required FrozenSet<PolicyLine> Lines { get; init; }

    /// <summary>Days from delivery in which an item can be returned.</summary>
    public string? ReturnDays { get; init; }

    /// <summary>How long a refund takes, e.g. "5-7 business days".</summary>
    public string? RefundTime { get; init; }

    /// <summary>Days from purchase in which a lower price is matched.</summary>
    public string? PriceMatchDays { get; init; }

    /// <summary>The order total in dollars above which standard shipping is free.</summary>
    public decimal? FreeShippingOver { get; init; }

    /// <summary>What is said of each shipping method, by its name.</summary>
    public required FrozenDictionary<string, string> Shipping { get; init; }

    /// <summary>Where the shop ships to, in the prompt's own words.</summary>
    public string? Destinations { get; init; }

    /// <summary>When the shop can be reached, in the prompt's own words.</summary>
    public string? OpeningHours { get; init; }

    /// <summary>Products the prompt names: SKU and name.</summary>
    public required IReadOnlyList<(string Sku, string Name)> Products { get; init; }

    /// <summary>The day the prompt says it is.</summary>
    public DateTimeOffset? Today { get; init; }

    public bool Says(PolicyLine line) => Lines.Contains(line);
}
