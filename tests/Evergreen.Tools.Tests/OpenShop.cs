using System.Text.Json;
using Evergreen.Tools.Catalog;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Tests;

/// <summary>An open shop as a conversation sees it: calls by name, replies as JSON.</summary>
internal sealed class OpenShop(IToolbox shop, string world = "world", string conversation = "conversation")
{
    public static readonly DateTimeOffset Now = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);

    private int _calls;

    public static ShopOptions Options { get; } = new() { WorldClock = Now };

    public Task<ToolResponse> CallAsync(string tool, object arguments, string? id = null, int attempt = 1) =>
        CallRawAsync(tool, JsonSerializer.Serialize(arguments), id, attempt);

    public Task<ToolResponse> CallRawAsync(string tool, string arguments, string? id = null, int attempt = 1) =>
        shop.AttemptAsync(
            new ToolCall(world, conversation, id ?? $"call-{Interlocked.Increment(ref _calls)}", tool, arguments), attempt, CancellationToken.None);

    public async Task<JsonElement> ReadAsync(string tool, object arguments) => (await CallAsync(tool, arguments)).Json();

    public Task<ToolResponse> RefundAsync(string order, string customer, string? kind = null, decimal? amount = null, string? id = null) =>
        CallAsync("process_refund", Arguments(("order_id", order), ("customer_id", customer), ("kind", kind), ("amount", amount)), id);

    public Task<ToolResponse> ReturnAsync(string order, string customer, string reason = "does not fit", string? id = null) =>
        CallAsync("initiate_return", new { order_id = order, customer_id = customer, reason }, id);

    public Task<JsonElement> OrderAsync(string order) => ReadAsync("lookup_order", new { order_id = order });

    public Task<IReadOnlyList<ShopChange>> ChangesAsync() => shop.ChangesAsync(world, conversation, CancellationToken.None);

    private static Dictionary<string, object> Arguments(params (string Name, object? Value)[] arguments) =>
        arguments.Where(argument => argument.Value is not null).ToDictionary(argument => argument.Name, argument => argument.Value!);
}

internal static class JsonReading
{
    public static JsonElement Json(this ToolResponse response) => JsonDocument.Parse(response.Body).RootElement;

    public static string Text(this JsonElement element, string field) => element.GetProperty(field).GetString()!;

    public static decimal Number(this JsonElement element, string field) => element.GetProperty(field).GetDecimal();

    public static DateTimeOffset Time(this JsonElement element, string field) => element.GetProperty(field).GetDateTimeOffset();

    public static bool Has(this JsonElement element, string field) => element.TryGetProperty(field, out _);
}
