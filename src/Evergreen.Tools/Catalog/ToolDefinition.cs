using System.Text.Json;

namespace Evergreen.Tools.Catalog;

/// <summary>Whether a tool only reads the shop or changes something in it.</summary>
public enum ToolKind
{
    /// <summary>Looks something up; may be repeated freely.</summary>
    Read,

    /// <summary>Asks a service to act; carries an idempotency key.</summary>
    Action,
}

/// <summary>What a model is told about a tool: the wire contract.</summary>
/// <param name="Name">The name a model calls it by, e.g. <c>lookup_order</c>.</param>
/// <param name="Description">One or two sentences for the model.</param>
/// <param name="Kind">Read or action.</param>
/// <param name="Parameters">A strict JSON schema of the arguments object.</param>
public sealed record ToolDefinition(string Name, string Description, ToolKind Kind, JsonElement Parameters);
