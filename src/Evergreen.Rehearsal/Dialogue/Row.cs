using System.Globalization;
using System.Text.Json;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>A JSON object read by field names, the first that is there and not null.</summary>
internal readonly struct Row(JsonElement element)
{
    public JsonElement Element { get; } = element;

    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public bool IsEmptyArray => Element.ValueKind == JsonValueKind.Array && Element.GetArrayLength() == 0;

    public string? Text(params ReadOnlySpan<string> names) => Find(names) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        { ValueKind: JsonValueKind.Object } value => new Row(value).Text("message", "code"),
        _ => null,
    };

    public decimal? Number(params ReadOnlySpan<string> names) => Find(names) switch
    {
        { ValueKind: JsonValueKind.Number } value => value.GetDecimal(),
        { ValueKind: JsonValueKind.String } value when decimal.TryParse(value.GetString(), CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    public bool? Flag(params ReadOnlySpan<string> names) => Find(names)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public DateTimeOffset? Date(params ReadOnlySpan<string> names) =>
        Find(names) is { ValueKind: JsonValueKind.String } value
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;

    public Row Inner(params ReadOnlySpan<string> names) => new(Find(names) ?? default);

    /// <summary>The objects of an array field; empty when there is none.</summary>
    public IEnumerable<Row> Rows(string name) => Find(name) is { ValueKind: JsonValueKind.Array } array ? Each(array) : [];

    /// <summary>The row's own elements when it is an array, or those of its only array field.</summary>
    public IEnumerable<Row> Rows() => Element.ValueKind switch
    {
        JsonValueKind.Array => Each(Element),
        JsonValueKind.Object => Element.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array).SelectMany(p => Each(p.Value)),
        _ => [],
    };

    /// <summary>The texts of an array field.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray().Select(e => e.ToString())] : [];

    private static IEnumerable<Row> Each(JsonElement array) => array.EnumerateArray().Select(e => new Row(e));

    private JsonElement? Find(params ReadOnlySpan<string> names)
    {
        if (Element.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in names)
            {
                if (Element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                {
                    return value;
                }
            }
        }

        return null;
    }
}
