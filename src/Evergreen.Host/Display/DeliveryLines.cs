using Evergreen.Actors.Tracing.Delivery;
using Evergreen.Host.Tracing;

namespace Evergreen.Host.Display;

/// <summary>What has become of a run's spans, in plain lines for the error stream.</summary>
internal static class DeliveryLines
{
    public static IEnumerable<string> Of(DeliveryReport report, BraintrustProject? project, string runFolder)
    {
        yield return $"spans at Braintrust: {Words.Count(report.Delivered)} delivered, {Words.Count(report.Pending)} pending, {Words.Count(report.Refused)} refused";
        if (project is not null)
        {
            yield return $"  project    {project.Link?.AbsoluteUri ?? $"{project.Name} ({project.Id})"}";
        }

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
            yield return $"  why        {Path.Combine(runFolder, "spans.refused.jsonl")}";
        }

        if (report.Pending + report.Refused > 0)
        {
            yield return $"  next       evergreen push {runFolder}";
        }
    }
}
