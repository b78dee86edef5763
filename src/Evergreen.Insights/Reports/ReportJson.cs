using System.Text.Json.Serialization;

namespace Evergreen.Insights.Reports;

/// <summary>How a report is written into its page: snake_case, nulls left out, nothing that could end a script element.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(ReportTranscript[]))]
internal sealed partial class ReportJson : JsonSerializerContext;
