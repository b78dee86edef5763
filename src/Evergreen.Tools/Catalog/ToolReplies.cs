using Evergreen.Tools.Services;
using Evergreen.Tools.Shop;

namespace Evergreen.Tools.Catalog;

/// <summary>The bodies an agent sees.</summary>
internal static class ToolReplies
{
    public static ToolResponse UnknownTool(string name) => Error(404, "UNKNOWN_TOOL",
        $"There is no tool \"{(name.Length <= 60 ? name : name[..60] + "...")}\". The tools are "
        + $"{string.Join(", ", ToolCatalog.All.Select(tool => tool.Name))}.");

    public static ToolResponse InvalidArguments(string problem) => Error(400, "INVALID_ARGUMENTS", $"Not called: {problem}.");

    /// <summary>The database was lost on the way; whether the work was done is not known, and the idempotency key makes it safe to retry.</summary>
    public static ToolResponse StoreUnavailable(ToolDefinition tool)
    {
        var reply = ServiceReply.Failed(503, "STORE_UNAVAILABLE", "The shop's database cannot be reached.");
        return tool.Kind == ToolKind.Action ? Action(reply) : new(reply.Status, reply.Body) { ErrorCode = reply.ErrorCode };
    }

    /// <summary>The row, or <c>null</c> for nothing.</summary>
    public static ToolResponse Read(object? found) => found is null ? new(404, "null") : new(200, ShopJson.Write(found));

    /// <summary>The service's answer with its status in front.</summary>
    public static ToolResponse Action(ServiceReply reply) =>
        new(reply.Status, $"{{\"status_code\":{reply.Status}{(reply.Body.Length > 2 ? "," : "")}{reply.Body.AsSpan(1)}")
        {
            ErrorCode = reply.ErrorCode,
        };

    /// <summary>What <see cref="Action"/> put together, taken apart: the service's own body, as it goes over the wire.</summary>
    public static string ServiceBody(ToolResponse reply)
    {
        var front = $"{{\"status_code\":{reply.Status}";
        return reply.Body.StartsWith(front, StringComparison.Ordinal)
            ? string.Concat("{", reply.Body.AsSpan(front.Length).TrimStart(','))
            : reply.Body;
    }

    public static ToolResponse Error(int status, string code, string message) =>
        new(status, ShopJson.Write(new { Error = message, Code = code })) { ErrorCode = code };
}
