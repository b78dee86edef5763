using System.Globalization;
using System.Text.Json;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Remote;

/// <summary>A table as it is served: its row type and key, the columns that may be compared, and those to order by.</summary>
internal sealed record RestTable(string Name, Type Row, string Key, string[] Comparable, string[] Sortable)
{
    public static IReadOnlyDictionary<string, RestTable> All { get; } = new RestTable[]
    {
        new("customers", typeof(Customer), "id", ["id", "email", "name", "loyalty_tier"], ["id", "name", "joined_at"]),
        new("products", typeof(Product), "sku", ["sku", "name", "category"], ["sku", "name", "price"]),
        new("orders", typeof(Order), "id", ["id", "customer_id", "status", "promo_code", "tracking_number"], ["id", "placed_at"]),
        new("returns", typeof(ReturnRow), "id", ["id", "order_id", "customer_id", "status"], ["id", "created_at"]),
        new("refund_requests", typeof(RefundRow), "id",
            ["id", "order_id", "customer_id", "kind", "status", "idempotency_key"], ["id", "created_at"]),
        new("support_tickets", typeof(TicketRow), "id", ["id", "customer_id", "order_id", "priority"], ["id", "created_at"]),
    }.ToDictionary(table => table.Name);
}

/// <summary>
/// The part of PostgREST's query language the shop's clients use: <c>column=eq.value</c>, <c>select</c> of whole columns,
/// <c>order</c>, <c>limit</c>. Anything else is refused by name, since a filter that is ignored answers another question.
/// </summary>
internal sealed record RestQuery(
    IReadOnlyList<KeyValuePair<string, string>> Equal, IReadOnlyList<string>? Columns, string? OrderBy, int? Limit)
{
    /// <summary>The query, or what is wrong with it.</summary>
    public static (RestQuery? Query, string? Problem) Parse(RestTable table, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var equal = new List<KeyValuePair<string, string>>();
        IReadOnlyList<string>? columns = null;
        string? orderBy = null;
        int? limit = null;
        foreach (var (name, value) in parameters)
        {
            switch (name)
            {
                case "select":
                    var known = table.Row.GetProperties().Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
                    columns = value == "*" ? null : value.Split(',');
                    if (columns?.FirstOrDefault(column => !known.Contains(column)) is { } missing)
                    {
                        return (null, $"select names \"{missing}\", which is no column of {table.Name}");
                    }

                    break;
                case "order":
                    orderBy = Order(table, value);
                    if (orderBy is null)
                    {
                        return (null, $"order is \"{value}\"; use {string.Join(", ", table.Sortable)} with .asc or .desc");
                    }

                    break;
                case "limit":
                    if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var most))
                    {
                        return (null, $"limit is \"{value}\"; use a whole number");
                    }

                    limit = most;
                    break;
                case var _ when !table.Comparable.Contains(name):
                    return (null, $"{table.Name} cannot be filtered by \"{name}\"; use {string.Join(", ", table.Comparable)}");
                case var _ when !value.StartsWith("eq.", StringComparison.Ordinal):
                    return (null, $"{name} is compared by \"{value.Split('.')[0]}\"; only eq is served");
                default:
                    equal.Add(KeyValuePair.Create(name, value[3..]));
                    break;
            }
        }

        return (new RestQuery(equal, columns, orderBy, limit), null);
    }

    private static string? Order(RestTable table, string value)
    {
        var terms = value.Split(',').Select(term => term.Split('.')).ToList();
        return terms.All(term => term.Length <= 2 && table.Sortable.Contains(term[0]) && (term.Length == 1 || term[1] is "asc" or "desc"))
            ? string.Join(", ", terms.Select(term => string.Join(' ', term)))
            : null;
    }
}
