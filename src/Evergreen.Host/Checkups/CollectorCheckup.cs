using System.Net.Http.Headers;
using Evergreen.Host.Telemetry;

namespace Evergreen.Host.Checkups;

/// <summary>Hands a collector a request without spans.</summary>
internal static class CollectorCheckup
{
    /// <exception cref="ArgumentException">Nothing could be exported; says why and what to do.</exception>
    public static async Task<string> RunAsync(ServiceCheckup service, OtlpSettings settings, CancellationToken stop)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Traces) { Content = new ByteArrayContent([]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        foreach (var header in settings.Headers?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var pair = header.Split('=', 2);
            request.Headers.TryAddWithoutValidation(pair[0].Trim(), Uri.UnescapeDataString(pair[^1].Trim()));
        }

        var answer = await service.AskAsync(request, OtlpSettings.EndpointVariable, secret: null, stop);
        return answer.Status switch
        {
            200 => $"{settings.Endpoint.Authority} takes spans",
            401 or 403 => throw new ArgumentException($"{answer}: the key is not accepted; check {OtlpSettings.HeadersVariable}"),
            404 or 405 => throw new ArgumentException(
                $"{answer}: no collector takes OTLP over HTTP there, which is port 4318 usually; check {OtlpSettings.EndpointVariable}"),
            _ => throw new ArgumentException($"{answer}: {settings.Endpoint.Authority} is not well, or no collector"),
        };
    }
}
