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

    /// <summary>The row, or <c>null</c> for nothing.</summary>
    public static ToolResponse Read(object? found) => found is null ? new(404, "null") : new(200, ShopJson.Write(found));

    /// <summary>The service's answer with its status in front.</summary>
    public static ToolResponse Action(ServiceReply reply) =>
        new(reply.Status, $"{{\"status_code\":{reply.Status}{(reply.Body.Length > 2 ? "," : "")}{reply.Body.AsSpan(1)}")
        {
            ErrorCode = reply.ErrorCode,
        };

    private static ToolResponse Error(int status, string code, string message) =>
        new(status, ShopJson.Write(new { Error = message, Code = code })) { ErrorCode = code };
}
