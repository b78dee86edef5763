using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models.Responses;

/// <summary>An answer as caches and recordings keep it: what a conversation sees of it, and nothing of how it came.</summary>
internal sealed record StoredAnswer
{
    public string? Id { get; init; }

    public string? Model { get; init; }

    public string? FinishReason { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<StoredToolCall>? ToolCalls { get; init; }

    public long? InputTokens { get; init; }

    public long? CachedInputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public static StoredAnswer From(ChatResponse response)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        var texts = contents.OfType<TextContent>().Select(text => text.Text).ToList();
        var calls = contents.OfType<FunctionCallContent>()
            .Select(call => new StoredToolCall(call.CallId, call.Name, ToolArguments.TextOf(call))).ToList();
        return new StoredAnswer
        {
            Id = response.ResponseId,
            Model = response.ModelId,
            FinishReason = response.FinishReason?.Value,
            Text = texts.Count > 0 ? string.Concat(texts) : null,
            ToolCalls = calls.Count > 0 ? calls : null,
            InputTokens = response.Usage?.InputTokenCount,
            CachedInputTokens = response.Usage?.CachedInputTokenCount,
            OutputTokens = response.Usage?.OutputTokenCount,
        };
    }

    /// <param name="origin">What <see cref="ModelResponseProperties.Stored"/> is to say.</param>
    public ChatResponse ToResponse(string origin)
    {
        var message = new ChatMessage { Role = ChatRole.Assistant, MessageId = Id };
        if (Text is not null)
        {
            message.Contents.Add(new TextContent(Text));
        }

        foreach (var call in ToolCalls ?? [])
        {
            message.Contents.Add(ToolArguments.Call(call.Id, call.Name, call.Arguments));
        }

        var response = new ChatResponse(message)
        {
            ResponseId = Id,
            ModelId = Model,
            FinishReason = FinishReason is null ? null : new ChatFinishReason(FinishReason),
            Usage = InputTokens is null && OutputTokens is null
                ? null
                : new UsageDetails
                {
                    InputTokenCount = InputTokens,
                    CachedInputTokenCount = CachedInputTokens,
                    OutputTokenCount = OutputTokens,
                    TotalTokenCount = InputTokens + OutputTokens,
                },
        };
        response.Set(ModelResponseProperties.Stored, origin);
        response.Set(ModelResponseProperties.Attempts, 0);
        response.Set(ModelResponseProperties.WaitedSeconds, 0d);
        return response;
    }
}

/// <summary>A tool call of a stored answer; the arguments are text, exactly as the model wrote them.</summary>
internal sealed record StoredToolCall(string Id, string Name, string Arguments);

/// <summary>A call that failed, as a recording keeps it.</summary>
internal sealed record StoredFailure(ModelFailure Kind, string Message);

/// <summary>A line of a recording after its first.</summary>
/// <param name="Key">The request.</param>
/// <param name="Answer">What was answered; null when the call failed.</param>
/// <param name="Failure">Why the call failed; null when it was answered.</param>
internal sealed record RecordedCall(string Key, StoredAnswer? Answer, StoredFailure? Failure);

/// <summary>The first line of a recording.</summary>
/// <param name="Recording">The format's version.</param>
/// <param name="Model">The agent's model.</param>
/// <param name="RecordedAt">When the recording began (UTC).</param>
internal sealed record RecordingHeader(int Recording, string Model, DateTimeOffset RecordedAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(RecordedCall))]
[JsonSerializable(typeof(RecordingHeader))]
internal sealed partial class StoredAnswerJson : JsonSerializerContext;
