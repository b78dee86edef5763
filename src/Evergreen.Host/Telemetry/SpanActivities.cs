using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Evergreen.Actors.Metrics;
using Evergreen.Insights.Spans;

namespace Evergreen.Host.Telemetry;

/// <summary>
/// Span rows as .NET's spans, in the terms of OpenTelemetry's conventions for generative AI: the conversation is a workflow, a turn
/// is an agent's invocation, and below it are model calls and tool executions. Ids, times and the tree are the rows' own. What was
/// said stays out, as the conventions want it.
/// </summary>
internal sealed class SpanActivities : IDisposable
{
    /// <summary>The name of the source the spans come from.</summary>
    public const string Source = EvergreenMeter.Name;

    private readonly ActivitySource _source = new(Source, typeof(SpanActivities).Assembly.GetName().Version?.ToString(3));

    /// <summary>A span that is over. Somebody has to listen to <see cref="Source"/>.</summary>
    public Activity Of(SpanRow row)
    {
        var metadata = row.Metadata is { } text ? JsonElement.Parse(text.Text) : default;
        var type = row.SpanAttributes.Type;
        var isRoot = row.SpanParents.Count == 0;
        var (operation, subject) = type switch
        {
            "llm" => ("chat", Text(metadata, "model") ?? ""),
            "tool" => ("execute_tool", row.SpanAttributes.Name),
            _ when isRoot => ("invoke_workflow", row.SpanAttributes.Name),
            _ => ("invoke_agent", "support"),
        };
        var activity = Begin(row, $"{operation} {subject}".TrimEnd(), type == "llm" ? ActivityKind.Client : ActivityKind.Internal);
        activity.SetTag("gen_ai.operation.name", operation);
        activity.SetTag("gen_ai.conversation.id", row.RootSpanId);
        switch (type)
        {
            case "llm":
                DescribeModelCall(activity, row, metadata);
                break;
            case "tool":
                activity.SetTag("gen_ai.tool.name", row.SpanAttributes.Name);
                activity.SetTag("gen_ai.tool.call.id", Text(metadata, "tool_call_id"));
                activity.SetTag("gen_ai.tool.type", "function");
                DescribeOurs(activity, metadata, "evergreen.tool");
                break;
            default:
                activity.SetTag("gen_ai.agent.name", subject);
                DescribeOurs(activity, metadata, "evergreen");
                break;
        }

        if (row.Error is { } error)
        {
            activity.SetStatus(ActivityStatusCode.Error, error);
            activity.SetTag(EvergreenMeter.ErrorTag, ErrorType(type, error));
        }

        return activity;
    }

    public void Dispose() => _source.Dispose();

    // Never started: a span that is under way would become the current one of whoever makes it, and another id would be drawn.
    private Activity Begin(SpanRow row, string name, ActivityKind kind)
    {
        var trace = ActivityTraceId.CreateFromString(row.RootSpanId);
        var parent = row.SpanParents is [var id, ..] ? ActivitySpanId.CreateFromString(id) : default;
        var activity = _source.CreateActivity(name, kind, new ActivityContext(trace, parent, ActivityTraceFlags.Recorded))
            ?? throw new InvalidOperationException($"nobody listens to {Source}");
        SpanIdOf(activity) = ActivitySpanId.CreateFromString(row.SpanId).ToHexString();
        activity.SetStartTime(Time(row.Metrics["start"]));
        activity.SetEndTime(Time(row.Metrics["end"]));
        return activity;
    }

    private static void DescribeModelCall(Activity activity, SpanRow row, JsonElement metadata)
    {
        activity.SetTag("gen_ai.provider.name", Text(metadata, "provider"));
        activity.SetTag("gen_ai.request.model", Text(metadata, "model"));
        if (Field(metadata, "temperature") is { ValueKind: JsonValueKind.Number } temperature)
        {
            activity.SetTag("gen_ai.request.temperature", temperature.GetDouble());
        }

        if (row.Error is null)
        {
            activity.SetTag("gen_ai.usage.input_tokens", (long)row.Metrics.GetValueOrDefault("prompt_tokens"));
            activity.SetTag("gen_ai.usage.output_tokens", (long)row.Metrics.GetValueOrDefault("completion_tokens"));
        }

        if (row.Output is { } output && JsonElement.Parse(output.Text) is { ValueKind: JsonValueKind.Array } choices)
        {
            activity.SetTag("gen_ai.response.finish_reasons", choices.EnumerateArray().Select(choice => Text(choice, "finish_reason") ?? "").ToArray());
        }
    }

    /// <summary>Whatever else is known, under our own name.</summary>
    private static void DescribeOurs(Activity activity, JsonElement metadata, string prefix)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var field in metadata.EnumerateObject())
        {
            object? value = field.Value.ValueKind switch
            {
                JsonValueKind.String => field.Value.GetString(),
                JsonValueKind.Number => field.Value.TryGetInt64(out var whole) ? (object)whole : field.Value.GetDouble(),
                JsonValueKind.True or JsonValueKind.False => field.Value.GetBoolean(),
                JsonValueKind.Array when field.Value.GetArrayLength() > 0 => field.Value.GetRawText(),
                _ => null,
            };
            if (value is not null)
            {
                activity.SetTag($"{prefix}.{field.Name}", value);
            }
        }
    }

    /// <summary>An error's kind, of which there are few: a tool's code, an ending, a model's failure.</summary>
    private static string ErrorType(string type, string error) =>
        type == "tool" ? error.Split(' ')[^1]
        : error.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end && error.AsSpan(0, end).IndexOf(' ') < 0 ? error[..end]
        : "_OTHER";

    private static DateTime Time(double unixSeconds) => DateTime.UnixEpoch.AddTicks((long)Math.Round(unixSeconds * TimeSpan.TicksPerSecond));

    private static JsonElement? Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement json, string name) => Field(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>.NET lets nobody choose a span's id, and ours must be the rows': a span that is sent again is then the same span.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity activity);
}
