using System.Text.Json;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Checkups;

/// <summary>Looks for the project that traces would go to, without making it.</summary>
internal static class BraintrustCheckup
{
    /// <exception cref="ArgumentException">Nothing could be delivered; says why and what to do.</exception>
    public static async Task<string> RunAsync(ServiceCheckup service, BraintrustSettings settings, CancellationToken stop)
    {
        var answer = await service.AskAsync(
            ServiceCheckup.Get(Project(settings), settings.ApiKey), BraintrustSettings.UrlVariable, settings.ApiKey, stop);
        return answer.Status switch
        {
            200 => Found(settings, answer),
            401 or 403 => throw new ArgumentException(
                $"{answer}: the key is not accepted; check {BraintrustSettings.KeyVariable}, and {BraintrustSettings.UrlVariable} for its region"),
            404 when settings.ProjectId is not null => throw new ArgumentException(
                $"{answer}: there is no such project; check {BraintrustSettings.ProjectIdVariable}"),
            404 => throw new ArgumentException(
                $"{answer}: there is no Braintrust at {settings.ApiUrl.Authority}; check {BraintrustSettings.UrlVariable}"),
            421 => throw new ArgumentException(
                $"{answer}: the organization lives elsewhere; set {BraintrustSettings.UrlVariable} (https://api-eu.braintrust.dev in Europe)"),
            _ => throw new ArgumentException($"{answer}: {settings.ApiUrl.Authority} is not well, or no Braintrust"),
        };
    }

    private static Uri Project(BraintrustSettings settings)
    {
        if (settings.ProjectId is { } id)
        {
            return new Uri(settings.ApiUrl, $"v1/project/{Uri.EscapeDataString(id)}");
        }

        var organization = settings.Organization is { } name ? $"&org_name={Uri.EscapeDataString(name)}" : "";
        return new Uri(settings.ApiUrl, $"v1/project?limit=1&project_name={Uri.EscapeDataString(settings.Project)}{organization}");
    }

    private static string Found(BraintrustSettings settings, ServiceAnswer answer)
    {
        try
        {
            var body = JsonElement.Parse(answer.Body);
            if (settings.ProjectId is not null)
            {
                return $"project {body.GetProperty("name").GetString()} at {settings.ApiUrl.Authority}";
            }

            return body.GetProperty("objects").GetArrayLength() > 0
                ? $"project {settings.Project} at {settings.ApiUrl.Authority}"
                : $"{settings.ApiUrl.Authority} accepts the key; the first run makes project {settings.Project}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ArgumentException(
                $"{answer}: {settings.ApiUrl.Authority} does not answer as Braintrust does; check {BraintrustSettings.UrlVariable}", e);
        }
    }
}
