using System.Text.Json;

namespace Evergreen.Host.Tracing;

/// <summary>A project at Braintrust.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="OrganizationId">The organization it belongs to.</param>
internal sealed record BraintrustProject(string Id, string Name, string? OrganizationId)
{
    /// <summary>Where people look at its logs; null when it is not known.</summary>
    public Uri? Link { get; init; }

    /// <summary>Reads the answer to a question for a project; null when it holds none.</summary>
    public static BraintrustProject? Parse(string json)
    {
        try
        {
            var answer = JsonElement.Parse(json);
            return Text(answer, "id") is { } id && Text(answer, "name") is { } name ? new BraintrustProject(id, name, Text(answer, "org_id")) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The name of a project's organization, out of the answer to a login.</summary>
    /// <exception cref="JsonException">The answer is no JSON.</exception>
    public static string? OrganizationOf(BraintrustProject project, string login) =>
        JsonElement.Parse(login) is { ValueKind: JsonValueKind.Object } answer
        && answer.TryGetProperty("org_info", out var organizations)
        && organizations.ValueKind == JsonValueKind.Array
            ? organizations.EnumerateArray().Where(each => Text(each, "id") == project.OrganizationId).Select(each => Text(each, "name")).FirstOrDefault()
            : null;

    private static string? Text(JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
