using System.Text.Json;
using Evergreen.Tools.Storage;

namespace Evergreen.Tools.Catalog;

/// <summary>The nine tools as they are advertised: names, descriptions and argument schemas, from tools.json.</summary>
public static class ToolCatalog
{
    private static readonly Dictionary<string, ToolDefinition> ByName;

    static ToolCatalog()
    {
        using var document = JsonDocument.Parse(Resource.Text("tools.json"));
        All = [.. document.RootElement.EnumerateArray().Select(Definition)];
        ByName = All.ToDictionary(tool => tool.Name);
    }

    /// <summary>All of them, reads first.</summary>
    public static IReadOnlyList<ToolDefinition> All { get; }

    /// <summary>The tool of that name, null when there is none.</summary>
    public static ToolDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static ToolDefinition Definition(JsonElement tool) => new(
        tool.GetProperty("name").GetString()!,
        tool.GetProperty("description").GetString()!,
        Enum.Parse<ToolKind>(tool.GetProperty("kind").GetString()!, ignoreCase: true),
        tool.GetProperty("parameters").Clone());
}
