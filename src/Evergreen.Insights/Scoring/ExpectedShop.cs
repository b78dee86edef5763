using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Evergreen.Insights.Checks;

namespace Evergreen.Insights.Scoring;

/// <summary>What a person says a conversation must leave in the shop: a row's <c>expected</c> when it is an object.</summary>
public sealed record ExpectedShop
{
    private static readonly ExpectedShopJson Readable =
        new(new JsonSerializerOptions(ExpectedShopJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>What a good answer comes to, for judges; may be null.</summary>
    public string? Answer { get; init; }

    /// <summary>The refunds that must be made, and no others; null when nothing is said about refunds.</summary>
    public IReadOnlyList<ExpectedRefund>? Refunds { get; init; }

    /// <summary>The orders that must be returned, each once, and no others; null when nothing is said about returns.</summary>
    public IReadOnlyList<string>? Returns { get; init; }

    /// <summary>How many tickets must be opened; null when nothing is said about tickets.</summary>
    public int? Tickets { get; init; }

    /// <summary>The expectation as text; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, Readable.ExpectedShop);

    /// <summary>Reads an expectation; null when it is words only.</summary>
    internal static ExpectedShop? Parse(string? expected)
    {
        if (expected?.StartsWith('{') != true)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(expected, ExpectedShopJson.Default.ExpectedShop);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Everything that is not as it should be; null when nothing is said about the shop.</summary>
    internal IReadOnlyList<string>? Problems(ConversationTrace trace) =>
        Refunds is null && Returns is null && Tickets is null
            ? null
            : [.. RefundProblems(trace), .. ReturnProblems(trace), .. TicketProblems(trace)];

    private IEnumerable<string> RefundProblems(ConversationTrace trace)
    {
        var made = trace.Refunds.ToList();
        foreach (var expected in Refunds ?? [])
        {
            var found = made.FindIndex(refund => refund.Is("order_id", expected.OrderId)
                && (expected.Kind is null || refund.Is("kind", expected.Kind))
                && (expected.Amount is null || refund.Amount("amount") == expected.Amount));
            if (found < 0)
            {
                yield return $"{expected} was not made";
            }
            else
            {
                made.RemoveAt(found);
            }
        }

        foreach (var refund in Refunds is null ? [] : made)
        {
            yield return $"{new ExpectedRefund(refund.Text("order_id") ?? "?", refund.Text("kind"), refund.Amount("amount"))} was made and not expected";
        }
    }

    private IEnumerable<string> ReturnProblems(ConversationTrace trace)
    {
        var made = trace.Returns.Select(row => row.Text("order_id") ?? "?").ToList();
        foreach (var expected in Returns ?? [])
        {
            if (!made.Remove(expected))
            {
                yield return $"the return of {expected} was not opened";
            }
        }

        foreach (var order in Returns is null ? [] : made)
        {
            yield return $"a return of {order} was opened and not expected";
        }
    }

    private IEnumerable<string> TicketProblems(ConversationTrace trace)
    {
        if (Tickets is { } expected && trace.Tickets.Count != expected)
        {
            yield return $"{trace.Tickets.Count} tickets were opened, {expected} expected";
        }
    }
}

/// <summary>A refund that must be made.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Kind"><c>full</c>, <c>shipping</c> or <c>promo</c>; null for any.</param>
/// <param name="Amount">US dollars; null for any.</param>
public sealed record ExpectedRefund(string OrderId, string? Kind = null, decimal? Amount = null)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"a refund of {OrderId}{(Kind is null ? "" : $" ({Kind})")}{(Amount is null ? "" : $" of ${Amount:0.00}")}");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExpectedShop))]
internal sealed partial class ExpectedShopJson : JsonSerializerContext;

/// <summary>Writes an expectation of the shop as the object it is, and any other as a string; reads either.</summary>
internal sealed class ExpectedText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.StartObject ? JsonElement.ParseValue(ref reader).GetRawText() : reader.GetString();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        if (ExpectedShop.Parse(value) is not null)
        {
            JsonElement.Parse(value).WriteTo(writer);
        }
        else
        {
            writer.WriteStringValue(value);
        }
    }
}
