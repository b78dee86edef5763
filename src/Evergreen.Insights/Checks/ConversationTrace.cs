using System.Text.Json;
using System.Text.RegularExpressions;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Checks;

/// <summary>A conversation with its JSON opened: what the checks and the scorers read.</summary>
internal sealed partial class ConversationTrace
{
    private readonly Dictionary<string, JsonElement> _orders = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _emailsByCustomer = new(StringComparer.OrdinalIgnoreCase);

    public ConversationTrace(ConversationRecord record)
    {
        Record = record;
        Turns = ConversationTurn.Split(record.Messages);
        Calls = record.ToolCalls.Select((call, index) => new TracedCall(call, index)).ToList();
        Refunds = Rows("refund_requests");
        Returns = Rows("returns");
        Tickets = Rows("support_tickets");
        foreach (var call in Calls.Where(c => c.Succeeded))
        {
            Learn(call);
        }
    }

    public ConversationRecord Record { get; }

    /// <summary>What time it was in the shop.</summary>
    public DateTimeOffset Now => Record.WorldClock ?? Record.Timing.StartedAt;

    public IReadOnlyList<ConversationTurn> Turns { get; }

    public IReadOnlyList<TracedCall> Calls { get; }

    /// <summary>The rows of refund_requests it added.</summary>
    public IReadOnlyList<JsonElement> Refunds { get; }

    public IReadOnlyList<JsonElement> Returns { get; }

    public IReadOnlyList<JsonElement> Tickets { get; }

    public string CustomerText => string.Join('\n', Turns.Select(t => t.Customer));

    /// <summary>Orders the agent opened by their number, or asked the carrier about, each once.</summary>
    public IEnumerable<string> OrdersInQuestion =>
        Calls.Where(c => c.Succeeded && c.OrderId is not null).Select(c => c.OrderId!).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>An order's row as the agent first saw it, whichever lookup gave it.</summary>
    public JsonElement? Order(string id) => _orders.TryGetValue(id, out var order) ? order : null;

    /// <summary>The rows of all orders the agent saw.</summary>
    public IEnumerable<JsonElement> Orders => _orders.Values;

    /// <summary>Whether the customer named an e-mail address, without which the agent may change nothing for them.</summary>
    public bool CustomerGaveEmail => Email().IsMatch(CustomerText);

    /// <summary>Whether the customer named the e-mail address that the agent found this account by.</summary>
    public bool CustomerNamedEmailOf(string? customerId) =>
        customerId is not null && _emailsByCustomer.TryGetValue(customerId, out var email)
        && CustomerText.Contains(email, StringComparison.OrdinalIgnoreCase);

    private void Learn(TracedCall call)
    {
        var rows = call.Result is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [call.Result];
        foreach (var row in rows.Where(r => r.ValueKind == JsonValueKind.Object))
        {
            switch (call.Name)
            {
                case "lookup_order" or "lookup_customer_orders" when row.Text("id") is { } id:
                    _orders.TryAdd(id, row);
                    break;
                case "lookup_customer_by_email" when row.Text("id") is { } id && row.Text("email") is { } email:
                    _emailsByCustomer.TryAdd(id, email);
                    break;
            }
        }
    }

    private List<JsonElement> Rows(string table) => Record.ShopChanges
        .Where(c => c.Table == table && c.Change == "inserted").Select(c => c.Row.ToElement()).ToList();

    [GeneratedRegex(@"[^@\s]+@[^@\s]+\.\w+")]
    private static partial Regex Email();
}

/// <summary>One tool call with its JSON opened.</summary>
internal sealed class TracedCall
{
    public TracedCall(ToolCallRecord record, int index)
    {
        (Record, Index) = (record, index);
        Arguments = record.Arguments.ToElement();
        Result = record.Result.ToElement();
    }

    public ToolCallRecord Record { get; }

    /// <summary>Its place among the conversation's calls.</summary>
    public int Index { get; }

    public string Name => Record.Name;

    public JsonElement Arguments { get; }

    public JsonElement Result { get; }

    public bool Succeeded => Record.Status is >= 200 and < 300 && Record.ErrorCode is null;

    /// <summary>Whether it failed for now, and was given up.</summary>
    public bool FailedTransiently => Record.Status is >= 500 or 408 or 429;

    /// <summary>Whether it asked about an order that does not exist.</summary>
    public bool OrderNotFound => OrderId is not null
        && (Record.ErrorCode == "ORDER_NOT_FOUND" || (Record.Status == 404 && Result.ValueKind == JsonValueKind.Null));

    public string? OrderId => Arguments.Text("order_id")?.Trim().ToUpperInvariant();
}

/// <summary>What a customer said and what came of it, up to their next message.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Customer">The customer's message.</param>
/// <param name="Agent">Everything the agent said to it; empty when it said nothing.</param>
internal sealed record ConversationTurn(int Number, string Customer, string Agent)
{
    public static IReadOnlyList<ConversationTurn> Split(IEnumerable<Message> messages)
    {
        var turns = new List<ConversationTurn>();
        foreach (var message in messages)
        {
            if (message.Role == "user")
            {
                turns.Add(new ConversationTurn(turns.Count + 1, message.Content ?? "", ""));
            }
            else if (message is { Role: "assistant", Content: { Length: > 0 } said } && turns.Count > 0)
            {
                var turn = turns[^1];
                turns[^1] = turn with { Agent = turn.Agent.Length == 0 ? said : $"{turn.Agent}\n{said}" };
            }
        }

        return turns;
    }
}
