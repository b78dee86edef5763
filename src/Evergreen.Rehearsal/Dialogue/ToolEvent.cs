using System.Globalization;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>A tool call the agent made earlier, with what came of it.</summary>
internal sealed class ToolEvent(string name, IDictionary<string, object?>? arguments, string callId, int turn)
{
    public string Name { get; } = name;

    public string CallId { get; } = callId;

    /// <summary>The customer turn it served, from 0.</summary>
    public int Turn { get; } = turn;

    /// <summary>Null while the answer is outstanding.</summary>
    public ToolResult? Result { get; private set; }

    public bool Succeeded => Result is { Succeeded: true };

    public string? Argument(string argument) =>
        arguments is not null && arguments.TryGetValue(argument, out var value) ? value?.ToString() : null;

    public decimal? Amount(string argument) =>
        decimal.TryParse(Argument(argument), CultureInfo.InvariantCulture, out var amount) ? amount : null;

    public bool IsSameCallAs(ToolEvent other) =>
        Name == other.Name && Argument("order_id") == other.Argument("order_id") && Argument("email") == other.Argument("email")
        && Argument("customer_id") == other.Argument("customer_id") && Argument("sku") == other.Argument("sku")
        && Argument("kind") == other.Argument("kind");

    public IDictionary<string, object?>? Arguments => arguments;

    public void Answer(FunctionResultContent content) => Result = ToolResult.From(content);
}
