using System.Globalization;
using Evergreen.Insights.Json;

namespace Evergreen.Tools.Services;

/// <summary>Reads a fault plan from its JSON file, comments allowed, and refuses what it does not understand.</summary>
internal sealed class FaultPlanFile(string path)
{
    // Rates that add up to 1 on paper may come to a little more in binary.
    private const double MostInAll = 1 + 1e-9;

    private static readonly string[] Services = ["payment_processor", "label_service", "carrier", "ticket_desk"];

    public FaultPlan Read()
    {
        var problems = new FileProblems(path);
        var json = LocatedJson.Parse(File.ReadAllBytes(path), path, isLenient: true);
        var file = new FieldReader(problems, json, "the plan", Services);
        var faults = Services.Select(service => ReadService(file, service)).ToList();
        problems.ThrowIfAny();
        return new FaultPlan(faults[0], faults[1], faults[2], faults[3]);
    }

    private static ServiceFaults ReadService(FieldReader file, string name)
    {
        var service = file.OptionalObject(name, $"service \"{name}\"", "unavailable", "timeout", "lost_reply", "latency");
        if (service is null)
        {
            return new ServiceFaults();
        }

        var (unavailable, timeout, lostReply) = (Rate(service, "unavailable"), Rate(service, "timeout"), Rate(service, "lost_reply"));
        var sum = unavailable + timeout + lostReply;
        if (sum > MostInAll)
        {
            service.Problem("unavailable", $"unavailable, timeout and lost_reply add up to {sum:0.###}; keep them at 1 or less");
        }

        var (min, max) = Latency(service);
        return new ServiceFaults(unavailable, timeout, lostReply, min, max);
    }

    private static double Rate(FieldReader service, string name) => service.Number(name, 0, 1, byDefault: 0) ?? 0;

    private static (TimeSpan Min, TimeSpan Max) Latency(FieldReader service)
    {
        const string Meaning = "\"200ms\" or \"100ms..300ms\"";
        if (service.OptionalText("latency", Meaning) is not { } text)
        {
            return default;
        }

        var parts = text.Split("..");
        if (parts.Length <= 2 && Milliseconds(parts[0]) is { } min && Milliseconds(parts[^1]) is { } max && min <= max)
        {
            return (min, max);
        }

        service.Problem("latency", $"field \"latency\" is \"{text}\"; give {Meaning}");
        return default;
    }

    private static TimeSpan? Milliseconds(string text) =>
        text.EndsWith("ms", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
}
