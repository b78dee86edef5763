using Evergreen.Actors.Models;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Conversations;

/// <summary>A call the agent's model asked for.</summary>
/// <param name="Id">Unique within the conversation.</param>
/// <param name="Name">The tool's name as given.</param>
/// <param name="Arguments">The arguments as given: JSON text, possibly malformed.</param>
internal sealed record RequestedCall(string Id, string Name, string Arguments);

/// <summary>A model's answer, taken apart.</summary>
internal sealed record ModelReply(
    ChatMessage ForModel,
    Message Message,
    IReadOnlyList<RequestedCall> ToolCalls,
    string FinishReason,
    long InputTokens,
    long OutputTokens)
{
    /// <summary>The answer's price in US dollars; null when it is not known.</summary>
    public decimal? CostUsd { get; init; }

    public static ModelReply From(ChatResponse response, AgentHistory history)
    {
        var contents = new List<AIContent>();
        var calls = new List<RequestedCall>();
        foreach (var content in response.Messages.SelectMany(message => message.Contents))
        {
            if (content is FunctionCallContent call)
            {
                var id = history.UniqueCallId(call.CallId);
                calls.Add(new RequestedCall(id, call.Name, ToolArguments.TextOf(call)));
                contents.Add(id == call.CallId ? call : new FunctionCallContent(id, call.Name, call.Arguments));
            }
            else if (content is TextContent)
            {
                contents.Add(content);
            }
        }

        var message = new Message("assistant", response.Text.Length == 0 && calls.Count > 0 ? null : response.Text)
        {
            ToolCalls = calls.Count == 0
                ? null
                : calls.Select(call => new MessageToolCall(call.Id, new MessageFunction(call.Name, call.Arguments))).ToList(),
        };
        return new ModelReply(
            new ChatMessage(ChatRole.Assistant, contents),
            message,
            calls,
            response.FinishReason?.Value ?? (calls.Count > 0 ? "tool_calls" : "stop"),
            response.Usage?.InputTokenCount ?? 0,
            response.Usage?.OutputTokenCount ?? 0)
        {
            CostUsd = response.AdditionalProperties?.GetValueOrDefault(ModelResponseProperties.CostUsd) as decimal?,
        };
    }
}

/// <summary>How long an answer was asked to take.</summary>
internal static class WaitedTime
{
    /// <summary>
    /// For a model that only pretends to be slow, the latency it was told to have and what the gateway made the call wait; else the
    /// time that was measured.
    /// </summary>
    public static TimeSpan WaitedOr(this ChatResponse response, TimeSpan measured) =>
        response.Seconds(ModelResponseProperties.SimulatedLatencySeconds) is { } simulated
            ? TimeSpan.FromSeconds(simulated + (response.Seconds(ModelResponseProperties.WaitedSeconds) ?? 0))
            : measured;

    private static double? Seconds(this ChatResponse response, string key) => response.AdditionalProperties?.GetValueOrDefault(key) as double?;
}
