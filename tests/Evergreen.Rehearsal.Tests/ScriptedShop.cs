using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Tests;

/// <summary>
/// A shop of canned answers that obeys just enough rules to catch an agent out: who owns an order, which statuses are refundable,
/// and that an order which has been refunded cannot be returned. Answers can be replaced per tool.
/// </summary>
internal sealed class ScriptedShop
{
    private const string Today = "2026-05-20T12:00:00Z";

    private readonly Dictionary<string, Queue<string>> _scripted = [];
    private readonly Dictionary<string, string> _status = new()
    {
        ["ORD-1001"] = "shipped", ["ORD-1002"] = "delivered", ["ORD-1003"] = "processing", ["ORD-1004"] = "shipped", ["ORD-1005"] = "delivered",
        ["ORD-1006"] = "cancelled", ["ORD-1007"] = "delivered",
    };

    private const string SplitOrder =
        """{"id":"ORD-1007","customer_id":"C-2","status":"delivered","items":[{"sku":"SKU-2002","name":"Pine Fleece","price":60.0,"status":"delivered"},{"sku":"SKU-2004","name":"Wool Beanie","price":24.0,"status":"in transit","tracking_number":"1ZTEST07","promised_by":"2026-05-23T00:00:00Z"}],"discount":0,"total":84.0,"payment_method":"Visa ending 2222","payment_status":"captured","delivered_at":"2026-05-11T00:00:00Z"}""";

    public bool RefundsShipped { get; init; } = true;

    public List<(string Tool, IReadOnlyDictionary<string, string> Arguments)> Calls { get; } = [];

    public static IList<AITool> Tools { get; } =
    [
        Declare("lookup_order", "order_id"),
        Declare("lookup_customer_by_email", "email"),
        Declare("lookup_customer_orders", "customer_id"),
        Declare("lookup_product", "sku"),
        Declare("check_return_eligibility", "order_id"),
        Declare("process_refund", "order_id", "customer_id", "kind?", "amount?"),
        Declare("initiate_return", "order_id", "customer_id", "reason"),
        Declare("check_shipping_status", "order_id"),
        Declare("escalate_to_human", "subject", "description", "customer_id?", "order_id?", "priority?"),
    ];

    /// <summary>The next answers of a tool, before its rules apply again.</summary>
    public ScriptedShop Answer(string tool, params string[] bodies)
    {
        _scripted[tool] = new Queue<string>(bodies);
        return this;
    }

    public string Call(FunctionCallContent call)
    {
        var arguments = call.Arguments!.ToDictionary(a => a.Key, a => Convert.ToString(a.Value, CultureInfo.InvariantCulture)!);
        Calls.Add((call.Name, arguments));
        return _scripted.TryGetValue(call.Name, out var bodies) && bodies.TryDequeue(out var body) ? body : Rule(call.Name, arguments);
    }

    private string Rule(string tool, Dictionary<string, string> arguments)
    {
        var order = arguments.GetValueOrDefault("order_id", "");
        return tool switch
        {
            "lookup_order" when order == "ORD-1007" => SplitOrder,
            "lookup_order" => _status.ContainsKey(order) ? Order(order) : "null",
            "lookup_customer_by_email" => arguments["email"] switch
            {
                "ann@example.com" => """{"id":"C-1","email":"ann@example.com","name":"Ann Lee","loyalty_tier":"Gold","points":420,"tier_expires_at":"2026-08-01T00:00:00Z","birthday":"03-09"}""",
                "bob@example.com" => """{"id":"C-2","email":"bob@example.com","name":"Bob Ray","loyalty_tier":"Bronze","points":0}""",
                _ => "null",
            },
            "lookup_customer_orders" => arguments["customer_id"] == "C-1" ? $"[{string.Join(",", _status.Keys.Where(id => Owner(id) == "C-1").Select(Order))}]" : "null",
            "lookup_product" => arguments["sku"] == "SKU-2001"
                ? """{"sku":"SKU-2001","name":"Ridge Lantern","price":35.5,"description":"A small lantern.","sizes":["one size"],"colors":["red","slate"],"stock":{"red":{"one size":3},"slate":{"one size":0}},"attributes":{"battery_life":"11 hours","water_resistance":"IPX4","weight":"210 g"}}"""
                : "null",
            "check_return_eligibility" => _status.GetValueOrDefault(order) switch
            {
                "delivered" => """{"eligible":true,"days_remaining":21}""",
                null => "null",
                var other => $$"""{"eligible":false,"reason":"Order {{order}} is {{other}}."}""",
            },
            "process_refund" => Refund(order, arguments),
            "initiate_return" => Return(order, arguments),
            "check_shipping_status" => order switch
            {
                "ORD-1001" => $$"""{"status_code":200,"order_id":"ORD-1001","status":"shipped","carrier":"UPS","tracking_number":"1ZTEST01","promised_by":"2026-05-15T00:00:00Z","late":true,"days_late":5,"scans":[{"at":"2026-05-16T00:00:00Z","location":"Reno, NV","event":"in transit"}],"as_of":"{{Today}}"}""",
                "ORD-1004" => $$"""{"status_code":200,"order_id":"ORD-1004","status":"shipped","carrier":"USPS","tracking_number":"94TEST04","promised_by":"2026-05-23T00:00:00Z","late":false,"scans":[{"at":"2026-05-19T00:00:00Z","location":"Boise, ID","event":"in transit"}],"as_of":"{{Today}}"}""",
                _ => Error(404, "TRACKING_NOT_FOUND", "There is no tracking number yet."),
            },
            "escalate_to_human" => """{"status_code":200,"ticket_id":"TCK-77","status":"open"}""",
            _ => Error(404, "UNKNOWN_TOOL", "There is no such tool."),
        };
    }

    private string Refund(string order, Dictionary<string, string> arguments)
    {
        if (Mismatch(order, arguments) is { } mismatch)
        {
            return mismatch;
        }

        var kind = arguments.GetValueOrDefault("kind", "full");
        if (kind != "promo" && _status[order] is not ("delivered" or "return_in_progress") && !(RefundsShipped && _status[order] == "shipped"))
        {
            return Error(409, "INVALID_ORDER_STATUS", $"Order {order} is {_status[order]}.");
        }

        var amount = kind switch { "shipping" => "14.99", "promo" => "18.80", _ => "84.00" };
        if (kind == "full" && !arguments.ContainsKey("amount"))
        {
            _status[order] = "refunded";
        }

        return $$"""{"status_code":200,"refund_id":"REF-5","order_id":"{{order}}","kind":"{{kind}}","amount":{{arguments.GetValueOrDefault("amount", amount)}},"status":"approved","payment_method":"Visa ending 1111"}""";
    }

    private string Return(string order, Dictionary<string, string> arguments)
    {
        if (Mismatch(order, arguments) is { } mismatch)
        {
            return mismatch;
        }

        if (_status[order] != "delivered")
        {
            return Error(409, "INVALID_ORDER_STATUS", $"A refund of order {order} is in progress, so it cannot be returned.");
        }

        _status[order] = "return_in_progress";
        return $$"""{"status_code":200,"return_id":"RMA-9","order_id":"{{order}}","status":"label_sent","label_number":"LBL-9"}""";
    }

    private static string? Mismatch(string order, Dictionary<string, string> arguments) =>
        arguments["customer_id"] == Owner(order) ? null : Error(403, "CUSTOMER_MISMATCH", $"Order {order} does not belong to customer {arguments["customer_id"]}.");

    private static string Owner(string order) => order is "ORD-1005" or "ORD-1007" ? "C-2" : "C-1";

    private string Order(string id) => JsonSerializer.Serialize(new
    {
        id,
        customer_id = Owner(id),
        status = _status[id],
        items = id == "ORD-1002"
            ? new[] { new { sku = "SKU-2002", name = "Pine Fleece", size = "M", color = "white", price = 84.0 } }
            : new[] { new { sku = "SKU-2001", name = "Ridge Lantern", size = "one size", color = "red", price = 35.5 } },
        promo_code = id == "ORD-1003" ? "SPRING15" : null,
        promo_discount_due = id == "ORD-1003" ? 18.8 : 0,
        discount = 0,
        shipping_method = id == "ORD-1001" ? "express" : "standard",
        shipping_cost = id == "ORD-1001" ? 14.99 : id == "ORD-1004" ? 5.99 : 0,
        total = id == "ORD-1004" ? 90.99 : 84.0,
        payment_method = "Visa ending 1111",
        payment_status = "captured",
        carrier = "UPS",
        tracking_number = "1ZTEST01",
        placed_at = "2026-05-08T00:00:00Z",
        promised_by = id == "ORD-1001" ? "2026-05-15T00:00:00Z" : "2026-05-23T00:00:00Z",
        delivered_at = _status[id] == "delivered" ? "2026-05-11T00:00:00Z" : null,
    });

    public static string Error(int status, string code, string message) =>
        $$"""{"status_code":{{status}},"error":"{{message}}","code":"{{code}}"}""";

    private static AIFunctionDeclaration Declare(string name, params string[] arguments)
    {
        var properties = string.Join(",", arguments.Select(a => $"\"{a.TrimEnd('?')}\":{{}}"));
        var required = string.Join(",", arguments.Where(a => !a.EndsWith('?')).Select(a => $"\"{a}\""));
        return AIFunctionFactory.CreateDeclaration(name, name, JsonElement.Parse(
            $$"""{"type":"object","properties":{{{properties}}},"required":[{{required}}],"additionalProperties":false}"""));
    }
}
