using System.Globalization;
using System.Text.Json;

namespace Evergreen.Insights.Checks;

/// <summary>Reads fields of rows and arguments that may lack them or hold something else: models write what they like.</summary>
internal static class JsonRows
{
    public static JsonElement? Field(this JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? Text(this JsonElement row, string name) =>
        row.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static decimal? Amount(this JsonElement row, string name) =>
        row.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var amount) ? amount : null;

    public static bool IsTrue(this JsonElement row, string name) => row.Field(name) is { ValueKind: JsonValueKind.True };

    public static DateTimeOffset? Time(this JsonElement row, string name) =>
        row.Text(name) is { } text
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    public static bool Is(this JsonElement row, string name, string? value) =>
        value is not null && string.Equals(row.Text(name), value, StringComparison.OrdinalIgnoreCase);
}
