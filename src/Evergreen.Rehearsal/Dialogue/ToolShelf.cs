using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>The names the agent knows its tools by.</summary>
internal static class ToolNames
{
    public const string LookupOrder = "lookup_order";
    public const string LookupCustomerByEmail = "lookup_customer_by_email";
    public const string LookupCustomerOrders = "lookup_customer_orders";
    public const string LookupProduct = "lookup_product";
    public const string CheckReturnEligibility = "check_return_eligibility";
    public const string ProcessRefund = "process_refund";
    public const string InitiateReturn = "initiate_return";
    public const string CheckShippingStatus = "check_shipping_status";
    public const string EscalateToHuman = "escalate_to_human";
}

/// <summary>The tools that are advertised in this call; none when tools are switched off.</summary>
internal sealed class ToolShelf(ChatOptions? options)
{
    private readonly IList<AITool> _tools = options is { Tools: { } tools, ToolMode: not NoneChatToolMode } ? tools : [];

    /// <summary>Whether several calls may go into one message.</summary>
    public bool AllowsParallelCalls { get; } = options?.AllowMultipleToolCalls ?? true;

    public bool Has(string tool) => Find(tool) is not null;

    public IEnumerable<string> Descriptions => _tools.Select(tool => tool.Description);

    /// <summary>The arguments that the tool's schema has; null when a required one is not among them.</summary>
    public Dictionary<string, object?>? Fill(string tool, params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        if (Find(tool) is not AIFunctionDeclaration { JsonSchema: { ValueKind: JsonValueKind.Object } schema })
        {
            return null;
        }

        var filled = new Dictionary<string, object?>(StringComparer.Ordinal);
        var properties = new Row(schema).Inner("properties");
        foreach (var (name, value) in arguments)
        {
            if (value is not null && !properties.Inner(name).IsNull && IsAllowed(properties.Inner(name), value))
            {
                filled[name] = value;
            }
        }

        return new Row(schema).Texts("required").All(filled.ContainsKey) ? filled : null;
    }

    private AITool? Find(string name)
    {
        foreach (var tool in _tools)
        {
            if (tool.Name == name)
            {
                return tool;
            }
        }

        return null;
    }

    private static bool IsAllowed(Row property, object value) =>
        property.Texts("enum") is { Count: 0 } or null || property.Texts("enum").Contains(value.ToString());
}
