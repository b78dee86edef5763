using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Spans;

/// <summary>
/// A line of spans.jsonl and a row of Braintrust's insert route: one ended span, written once, whole. The id is derived from
/// what the row describes, so that sending it again replaces it by itself.
/// </summary>
public sealed record SpanRow
{
    /// <summary>Trace id and span id, joined by a colon.</summary>
    public string Id => $"{RootSpanId}:{SpanId}";

    /// <summary>16 lower-case hex digits.</summary>
    public required string SpanId { get; init; }

    /// <summary>32 lower-case hex digits, the same for a whole conversation.</summary>
    public required string RootSpanId { get; init; }

    /// <summary>The parent's span id; empty on a root.</summary>
    public required IReadOnlyList<string> SpanParents { get; init; }

    /// <summary>Name and type.</summary>
    public required SpanAttributes SpanAttributes { get; init; }

    /// <summary>When the span began (UTC), written as <c>2026-11-23T00:13:00.177Z</c>.</summary>
    [JsonConverter(typeof(UtcTime))]
    public required DateTimeOffset Created { get; init; }

    /// <summary>What went in.</summary>
    public RawJson? Input { get; init; }

    /// <summary>What came out.</summary>
    public RawJson? Output { get; init; }

    /// <summary>Set when the span failed.</summary>
    public string? Error { get; init; }

    /// <summary>A JSON object of what else is worth knowing.</summary>
    public RawJson? Metadata { get; init; }

    /// <summary><c>start</c> and <c>end</c> in Unix seconds, token counts, and other numbers.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>On a score's span: the score by its name, from 0 to 1.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }

    /// <summary>Tags of the trace; on the root only.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Where the row comes from: a JSON object.</summary>
    public RawJson? Context { get; init; }
}

/// <summary>What a span is.</summary>
/// <param name="Name">E.g. <c>conversation</c>, <c>turn_1</c>, <c>Chat Completion</c>, or a tool's name.</param>
/// <param name="Type"><c>task</c>, <c>llm</c>, <c>tool</c> or <c>score</c>; never absent.</param>
public sealed record SpanAttributes(string Name, string Type)
{
    /// <summary>The span's place within its trace, from 1: siblings in the order they began.</summary>
    public int? ExecCounter { get; init; }

    /// <summary><c>scorer</c> on what judges a conversation and is no part of it; null otherwise.</summary>
    public string? Purpose { get; init; }
}

/// <summary>UTC with milliseconds and a Z, as Braintrust's own rows have it; any offset is read.</summary>
internal sealed class UtcTime : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
}
