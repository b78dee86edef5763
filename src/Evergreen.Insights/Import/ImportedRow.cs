using System.Globalization;
using System.Text.Json;

namespace Evergreen.Insights.Import;

/// <summary>A line of somebody else's file.</summary>
internal sealed record ImportedRow(int Line, JsonElement Json)
{
    /// <summary>The trace a span belongs to; null for a row that is a conversation by itself.</summary>
    public string? TraceId => Own("root_span_id");

    /// <summary>Whether it is a span without a parent.</summary>
    public bool IsRoot => Field(Json, "span_parents") is not { ValueKind: JsonValueKind.Array } parents || parents.GetArrayLength() == 0;

    public string? SpanType => Field(Json, "span_attributes") is { } attributes ? AsText(Field(attributes, "type")) : null;

    public DateTimeOffset? Created =>
        DateTimeOffset.TryParse(Own("created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created) ? created : null;

    /// <summary>A top-level field.</summary>
    public JsonElement? this[string name] => Field(Json, name);

    /// <summary>A top-level text or number.</summary>
    public string? Own(string name) => AsText(Field(Json, name));

    /// <summary>A text or number of the metadata, or of the row itself.</summary>
    public string? Text(string name) => (Field(Json, "metadata") is { } metadata ? AsText(Field(metadata, name)) : null) ?? Own(name);

    public double? Metric(string name) =>
        Field(Json, "metrics") is { } metrics && Field(metrics, name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static JsonElement? Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    private static string? AsText(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } found ? found : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };
}
