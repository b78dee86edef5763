namespace Evergreen.Rehearsal.Dialogue;

/// <summary>What the tools have told so far. Later answers replace earlier ones.</summary>
internal sealed class Evidence
{
    private readonly Dictionary<string, OrderRow> _orders = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CustomerRow> _customers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ProductRow> _products = new(StringComparer.OrdinalIgnoreCase);
    private readonly IReadOnlyList<ToolEvent> _events;

    public Evidence(IReadOnlyList<ToolEvent> events)
    {
        _events = events;
        foreach (var e in events)
        {
            if (e.Result is { Succeeded: true } result)
            {
                Learn(e, result);
            }
        }
    }

    public IEnumerable<OrderRow> Orders => _orders.Values;

    public IEnumerable<ProductRow> Products => _products.Values;

    public OrderRow? Order(string id) => _orders.GetValueOrDefault(id);

    public ProductRow? Product(string sku) => _products.GetValueOrDefault(sku);

    public CustomerRow? Customer(string email) => _customers.GetValueOrDefault(email);

    /// <summary>The latest call of a tool whose argument has this value.</summary>
    public ToolEvent? Last(string tool, string argument, string? value)
    {
        for (var i = _events.Count - 1; i >= 0; i--)
        {
            if (_events[i].Name == tool && string.Equals(_events[i].Argument(argument), value, StringComparison.OrdinalIgnoreCase))
            {
                return _events[i];
            }
        }

        return null;
    }

    /// <summary>The latest call of a tool.</summary>
    public ToolEvent? Last(string tool)
    {
        for (var i = _events.Count - 1; i >= 0; i--)
        {
            if (_events[i].Name == tool)
            {
                return _events[i];
            }
        }

        return null;
    }

    /// <summary>The latest refund of an order: of this kind, where <c>full</c> is also what a call without a kind asks for.</summary>
    public ToolEvent? Refund(string orderId, string kind)
    {
        for (var i = _events.Count - 1; i >= 0; i--)
        {
            var e = _events[i];
            if (e.Name == ToolNames.ProcessRefund && (e.Argument("kind") ?? "full") == kind
                && string.Equals(e.Argument("order_id"), orderId, StringComparison.OrdinalIgnoreCase))
            {
                return e;
            }
        }

        return null;
    }

    /// <summary>The orders a customer's list showed; null when the list has not been asked for or could not be had.</summary>
    public IReadOnlyList<OrderRow>? OrdersOf(string customerId) =>
        Last(ToolNames.LookupCustomerOrders, "customer_id", customerId)?.Result switch
        {
            { NothingFound: true } => [],
            { Succeeded: true } result => result.Orders,
            _ => null,
        };

    private void Learn(ToolEvent e, ToolResult result)
    {
        switch (e.Name)
        {
            case ToolNames.LookupOrder:
                Add(result.Order);
                break;
            case ToolNames.LookupCustomerOrders:
                foreach (var order in result.Orders)
                {
                    Add(order);
                }

                break;
            case ToolNames.LookupCustomerByEmail:
                _customers[e.Argument("email") ?? ""] = result.Customer;
                break;
            case ToolNames.LookupProduct:
                _products[e.Argument("sku") ?? ""] = result.Product;
                break;
        }
    }

    private void Add(OrderRow order)
    {
        if (order.Id.Length > 0)
        {
            _orders[order.Id] = order;
        }
    }
}
