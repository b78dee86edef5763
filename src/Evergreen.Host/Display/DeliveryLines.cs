using Evergreen.Actors.Hosting;
using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Telemetry;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Display;

/// <summary>What has become of a run's spans, in plain lines for the error stream.</summary>
internal static class DeliveryLines
{
    public static IEnumerable<string> Of(DeliveryReport report, BraintrustProject? project, DeliveryServices delivery)
    {
        yield return Summary("Braintrust", report);
        if (project is not null)
        {
            yield return $"  project    {project.Link?.AbsoluteUri ?? $"{project.Name} ({project.Id})"}";
        }

        foreach (var line in Troubles(report, delivery, ""))
        {
            yield return line;
        }
    }

    /// <summary>The same for a collector.</summary>
    public static IEnumerable<string> Of(DeliveryReport report, string? metricsTrouble, OtlpExport export)
    {
        yield return Summary(export.Endpoint, report);
        if (metricsTrouble is not null)
        {
            yield return $"  metrics    the last ones are lost: {metricsTrouble}";
        }

        foreach (var line in Troubles(report, export.Services, $" --otlp {export.Endpoint}"))
        {
            yield return line;
        }
    }

    private static string Summary(string where, DeliveryReport report) =>
        $"spans at {where}: {Words.Count(report.Delivered)} delivered, {Words.Count(report.Pending)} pending, {Words.Count(report.Refused)} refused";

    private static IEnumerable<string> Troubles(DeliveryReport report, DeliveryServices delivery, string option)
    {
        if (report.Stopped is { } reason)
        {
            yield return $"  stopped    {reason}";
        }
        else if (report.Pending > 0 && report.Trouble is { } trouble)
        {
            yield return $"  last said  {trouble}";
        }

        if (report.Refused > 0)
        {
            yield return $"  why        {delivery.RefusedFile}";
        }

        if (report.Pending + report.Refused > 0)
        {
            yield return $"  next       evergreen push {Path.GetDirectoryName(delivery.SpoolFile)}{option}";
        }
    }
}
