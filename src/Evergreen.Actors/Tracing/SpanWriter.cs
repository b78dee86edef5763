using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Akka.Actor;
using Evergreen.Actors.Conversations;
using Evergreen.Actors.Tooling;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;
using static Evergreen.Actors.Tracing.TraceProtocol;

namespace Evergreen.Actors.Tracing;

/// <summary>Writes a conversation's spans: conversation → turn → model and tool calls, each once, when it has ended.</summary>
internal sealed class SpanWriter(ConversationContext conversation)
{
    /// <summary>The program that wrote a row.</summary>
    public static RawJson Origin { get; } = new(new JsonObject
    {
        ["span_origin"] = new JsonObject
        {
            ["name"] = "evergreen.actors",
            ["version"] = typeof(SpanWriter).Assembly.GetName().Version?.ToString(3),
        },
    }.ToJsonString());

    private readonly TraceIds _ids = conversation.TraceIds;
    private int _counter;

    /// <summary>The place of a span that begins now among its siblings.</summary>
    public int NextPlace() => ++_counter;

    public void ModelCall(int turn, int number, int place, Period period, RawJson input, RawJson? output, string? error, long inputTokens, long outputTokens) =>
        Tell(new SpanRow
        {
            SpanId = _ids.ModelCall(number),
            RootSpanId = _ids.Root,
            SpanParents = One(_ids.Turn(turn)),
            SpanAttributes = new SpanAttributes("Chat Completion", "llm") { ExecCounter = place },
            Created = period.Start,
            Input = input,
            Output = output,
            Error = error,
            Metadata = conversation.Run.ModelMetadata,
            Metrics = period.Metrics(("prompt_tokens", inputTokens), ("completion_tokens", outputTokens), ("tokens", inputTokens + outputTokens)),
        });

    public void ToolCall(ToolCallRecord call, int place, ToolOutcome outcome) =>
        Tell(new SpanRow
        {
            SpanId = _ids.ToolCall(call.Id),
            RootSpanId = _ids.Root,
            SpanParents = One(_ids.Turn(call.Turn)),
            SpanAttributes = new SpanAttributes(call.Name, "tool") { ExecCounter = place },
            Created = outcome.StartedAt,
            Input = AsObject(call.Arguments, "arguments"),
            Output = AsObject(call.Result, "body"),
            Error = outcome.IsError ? $"{outcome.Status} {outcome.ErrorCode}" : null,
            Metadata = new RawJson(JsonSerializer.SerializeToUtf8Bytes(
                new ToolMetadata(call.Name, call.Id, outcome.Status, outcome.Attempts, outcome.Waited.TotalSeconds, outcome.TransientFailures),
                MetadataJson.Default.ToolMetadata)),
            Metrics = new Period(outcome.StartedAt, outcome.EndedAt).Metrics(),
        });

    public void Turn(int turn, int place, Period period, string customerText, string? agentText, string? error) =>
        Tell(new SpanRow
        {
            SpanId = _ids.Turn(turn),
            RootSpanId = _ids.Root,
            SpanParents = One(_ids.Conversation),
            SpanAttributes = new SpanAttributes($"turn_{turn}", "task") { ExecCounter = place },
            Created = period.Start,
            Input = RawJson.FromString(customerText),
            Output = agentText is null ? null : RawJson.FromString(agentText),
            Error = error,
            Metadata = new RawJson(FormattableString.Invariant($"{{\"turn_number\":{turn}}}")),
            Metrics = period.Metrics(),
        });

    public void Conversation(ConversationRecord record, Period period)
    {
        var lastReply = record.Messages.LastOrDefault(message => message is { Role: "assistant", Content.Length: > 0 });
        var messages = new JsonArrayText();
        messages.Add(conversation.Run.SystemMessageJson);
        foreach (var message in record.Messages)
        {
            messages.Add(MessageJson.Of(message));
        }

        Tell(new SpanRow
        {
            SpanId = _ids.Conversation,
            RootSpanId = _ids.Root,
            SpanParents = Array.Empty<string>(),
            SpanAttributes = new SpanAttributes("conversation", "task") { ExecCounter = 0 },
            Created = period.Start,
            Input = messages.ToJson(),
            Output = lastReply is null ? null : MessageJson.Of(lastReply),
            Error = record.Ending.IsFailure() ? $"{record.Ending}: {record.EndingReason}" : null,
            Metadata = new RawJson(JsonSerializer.SerializeToUtf8Bytes(
                new ConversationMetadata(
                    record.Id,
                    record.ScenarioId,
                    record.Category,
                    record.Release,
                    record.Model,
                    record.Ending.ToString(),
                    record.Turns,
                    conversation.Plan.RunId),
                MetadataJson.Default.ConversationMetadata)),
            Metrics = period.Metrics(),
            Tags = One(record.Category),
        });
    }

    // An array, because the list a collection expression makes for an interface cannot be told to another node.
    private static string[] One(string value) => [value];

    private void Tell(SpanRow row) => conversation.Trace.Tell(Record.Of(row with { Context = Origin }));

    /// <summary>
    /// Tool spans carry objects on both sides: a string there is read as a message of the conversation by whoever reconstructs the
    /// thread, and so is one under a name such as <c>result</c>, <c>output</c> or <c>response</c>.
    /// </summary>
    private static RawJson AsObject(RawJson value, string wrapper) =>
        value.AsSpan().TrimStart(" \t"u8) is [(byte)'{', ..] ? value : new RawJson($"{{\"{wrapper}\":{value.Text}}}");
}

/// <summary>From when to when something took.</summary>
internal readonly record struct Period(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Unix seconds, as span rows carry them, with further figures.</summary>
    public Dictionary<string, double> Metrics(params ReadOnlySpan<(string Name, double Value)> more)
    {
        var metrics = new Dictionary<string, double>(2 + more.Length)
        {
            ["start"] = UnixSeconds(Start),
            ["end"] = UnixSeconds(End),
        };
        foreach (var (name, value) in more)
        {
            metrics[name] = value;
        }

        return metrics;
    }

    private static double UnixSeconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;
}

internal sealed record ToolMetadata(
    string ToolName, string ToolCallId, int Status, int Attempts, double WaitedSeconds, IReadOnlyList<FailedAttempt> TransientFailures);

internal sealed record ConversationMetadata(
    string ConversationId,
    string ScenarioId,
    string Category,
    string Release,
    string Model,
    string Ending,
    int TotalTurns,
    string RunId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ToolMetadata))]
[JsonSerializable(typeof(ConversationMetadata))]
internal sealed partial class MetadataJson : JsonSerializerContext;
