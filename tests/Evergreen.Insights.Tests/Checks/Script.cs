using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Checks;

/// <summary>Writes a conversation the way it is told: customer, tool call, agent.</summary>
internal sealed class Script
{
    public const string LateOrder =
        """{"id":"ORD-4006","customer_id":"C-2002","status":"shipped","shipping_cost":14.99,"total":113.99,"promised_by":"2026-04-29T12:00:00Z"}""";

    public const string PromoOrder =
        """{"id":"ORD-4005","customer_id":"C-2005","status":"processing","promo_code":"SUMMER20","promo_discount_due":18.80,"discount":0.00,"total":94.00}""";

    private readonly List<Message> _messages = [];
    private readonly List<ToolCallRecord> _calls = [];
    private readonly List<ShopChangeRecord> _changes = [];
    private int _turn;

    public Script Customer(string text)
    {
        _turn++;
        _messages.Add(new Message("user", text));
        return this;
    }

    public Script Agent(string text)
    {
        _messages.Add(new Message("assistant", text));
        return this;
    }

    public Script Call(
        string tool, object arguments, int status = 200, string result = "{}", string? error = null, int failedAttempts = 0)
    {
        _calls.Add(new ToolCallRecord(
            $"call_{_calls.Count + 1}", _turn, tool, new(JsonSerializer.Serialize(arguments)), status, failedAttempts + 1)
        {
            ErrorCode = error,
            Result = new(result),
            TransientFailures = [.. Enumerable.Range(1, failedAttempts).Select(n => new FailedAttempt(n, 503, error, null, 1.5))],
        });
        return this;
    }

    public Script FindsCustomer(string id, string email) => Call(
        "lookup_customer_by_email", new { email }, result: JsonSerializer.Serialize(new { id, email }));

    public Script FindsOrder(string row) => Call(
        "lookup_order", new { order_id = JsonDocument.Parse(row).RootElement.GetProperty("id").GetString() }, result: row);

    public Script Refunds(string order, string customer, string kind, decimal amount)
    {
        var row = JsonSerializer.Serialize(new { id = $"REF-{_changes.Count}", order_id = order, customer_id = customer, kind, amount });
        _changes.Add(new("refund_requests", "inserted", new(row)));
        return Call("process_refund", new { order_id = order, customer_id = customer, kind }, result: row);
    }

    public Script Returns(string order, string customer)
    {
        var row = JsonSerializer.Serialize(new { id = $"RET-{_changes.Count}", order_id = order, customer_id = customer });
        _changes.Add(new("returns", "inserted", new(row)));
        return Call("initiate_return", new { order_id = order, customer_id = customer, reason = "unwanted" }, result: row);
    }

    public Script Escalates()
    {
        _changes.Add(new("support_tickets", "inserted", new("""{"id":"TCK-1"}""")));
        return Call("escalate_to_human", new { subject = "Help", description = "Please" }, result: """{"ticket_id":"TCK-1"}""");
    }

    public ConversationRecord Play(string id = "case#1", Ending ending = Ending.Completed) => Some.Conversation(id) with
    {
        Ending = ending,
        Turns = _turn,
        Messages = _messages,
        ToolCalls = _calls,
        ShopChanges = _changes,
    };
}
