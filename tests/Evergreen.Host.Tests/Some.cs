namespace Evergreen.Host.Tests;

/// <summary>Files of a user.</summary>
internal static class Some
{
    /// <summary>Three customers, the first of whom needs a refund of a service that may fail.</summary>
    public const string Scenarios = """
        { "scenarios": [
          { "id": "late", "category": "shipping", "opening": "My express order ORD-4006 is late and I want the shipping fee back. mike.r@example.com", "email": "mike.r@example.com" },
          { "id": "mug", "category": "product", "opening": "Is the Ceramic Travel Mug, SKU-1014, in stock?" },
          { "id": "lost", "category": "unknown_order", "opening": "Where is my order ORD-9901?", "follow_ups": ["It is emma.t@example.com"], "email": "emma.t@example.com" }
        ] }
        """;

    public const string Release = """
        { "name": "mine", "prompt": "mine.md", "refundable_statuses": ["delivered"], "retry": { "max_retries": 0 } }
        """;
}
