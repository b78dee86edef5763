using System.Text.Json;
using System.Text.Json.Serialization;
using Evergreen.Insights.Json;

namespace Evergreen.Actors.Tracing.Delivery;

/// <summary>How far a run's spans are delivered, and where to.</summary>
/// <param name="Destination">Another destination begins anew.</param>
/// <param name="AcknowledgedBytes">Everything before this byte of spans.jsonl is delivered or refused.</param>
/// <param name="AcknowledgedRows">The rows before it.</param>
internal sealed record DeliveryMark(string Destination, long AcknowledgedBytes, long AcknowledgedRows)
{
    /// <summary>Reads a mark; null when there is none or it cannot be read: sending rows again does no harm, they replace themselves.</summary>
    public static DeliveryMark? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), DeliveryJson.Default.DeliveryMark) is { Destination: not null } mark ? mark : null;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file in one step: a crash leaves the old mark or the new one.</summary>
    public void Write(string path) =>
        WholeFile.Write(path, [.. JsonSerializer.SerializeToUtf8Bytes(this, DeliveryJson.Default.DeliveryMark), (byte)'\n']);
}

/// <summary>A row the destination will not have: a line of spans.refused.jsonl.</summary>
/// <param name="Id">The row's id; null when the row is no JSON object.</param>
/// <param name="Start">The row's first byte in spans.jsonl.</param>
/// <param name="Length">Its bytes, the line feed included.</param>
/// <param name="Reason">What the destination said.</param>
/// <param name="At">When.</param>
internal sealed record RefusedRow(string? Id, long Start, int Length, string Reason, DateTimeOffset At)
{
    public RowExtent Extent => new(Start, Length);

    /// <summary>The row's id, out of its text.</summary>
    public static string? IdOf(ReadOnlyMemory<byte> row)
    {
        try
        {
            return JsonElement.Parse(row.Span) is { ValueKind: JsonValueKind.Object } json
                && json.TryGetProperty("id", out var id)
                && id.ValueKind == JsonValueKind.String
                    ? id.GetString()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeliveryMark))]
[JsonSerializable(typeof(RefusedRow))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
