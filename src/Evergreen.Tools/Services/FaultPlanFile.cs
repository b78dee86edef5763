using System.Globalization;
using System.Text.Json;

namespace Evergreen.Tools.Services;

/// <summary>Reads a fault plan from its JSON file and refuses what it does not understand.</summary>
internal sealed class FaultPlanFile(string path)
{
    private static readonly string[] Services = ["payment_processor", "label_service", "carrier", "ticket_desk"];

    public FaultPlan Read()
    {
        using var document = Parse();
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Bad($"is a JSON {Kind(root)}; make it an object with some of {string.Join(", ", Services)}");
        }

        var faults = new Dictionary<string, ServiceFaults>();
        foreach (var service in root.EnumerateObject())
        {
            if (!Services.Contains(service.Name))
            {
                throw Bad($"service \"{service.Name}\" is unknown; use {string.Join(", ", Services)}");
            }

            faults[service.Name] = ReadService(service.Name, service.Value);
        }

        ServiceFaults Of(string name) => faults.GetValueOrDefault(name, new ServiceFaults());
        return new FaultPlan(Of(Services[0]), Of(Services[1]), Of(Services[2]), Of(Services[3]));
    }

    private JsonDocument Parse()
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                AllowDuplicateProperties = false,
            });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}:{error.LineNumber + 1}: not valid JSON: {error.Message.Split(" LineNumber:")[0]}", error);
        }
    }

    private ServiceFaults ReadService(string service, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Bad($"service \"{service}\" is a JSON {Kind(value)}; make it an object such as {{\"unavailable\": 0.05}}");
        }

        var faults = new ServiceFaults();
        foreach (var field in value.EnumerateObject())
        {
            faults = field.Name switch
            {
                "unavailable" => faults with { Unavailable = Rate(service, field) },
                "timeout" => faults with { Timeout = Rate(service, field) },
                "lost_reply" => faults with { LostReply = Rate(service, field) },
                "latency" => WithLatency(faults, service, field),
                _ => throw Bad($"service \"{service}\": field \"{field.Name}\" is unknown; use unavailable, timeout, lost_reply, latency"),
            };
        }

        var sum = faults.Unavailable + faults.Timeout + faults.LostReply;
        return sum <= 1
            ? faults
            : throw Bad($"service \"{service}\": unavailable, timeout and lost_reply add up to {sum:0.###}; keep them at 1 or less");
    }

    private double Rate(string service, JsonProperty field) =>
        field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetDouble(out var rate) && rate is >= 0 and <= 1
            ? rate
            : throw Bad($"service \"{service}\": field \"{field.Name}\" is {field.Value.GetRawText()}; use a number from 0 to 1");

    private ServiceFaults WithLatency(ServiceFaults faults, string service, JsonProperty field)
    {
        var text = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : "";
        var parts = text.Split("..");
        if (parts.Length <= 2 && Milliseconds(parts[0]) is { } min && Milliseconds(parts[^1]) is { } max && min <= max)
        {
            return faults with { MinLatency = min, MaxLatency = max };
        }

        throw Bad($"service \"{service}\": field \"latency\" is {field.Value.GetRawText()}; use \"200ms\" or \"100ms..300ms\"");
    }

    private static TimeSpan? Milliseconds(string text) =>
        text.EndsWith("ms", StringComparison.Ordinal)
        && int.TryParse(text.AsSpan(0, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private InvalidDataException Bad(string what) => new($"{path}: {what}");

    private static string Kind(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();
}
