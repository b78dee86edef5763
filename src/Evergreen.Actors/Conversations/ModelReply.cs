using System.Text.Json;
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
    /// <summary>Where a provider keeps arguments that were not valid JSON, on the call's content.</summary>
    public const string RawArguments = "raw_arguments";

    public static ModelReply From(ChatResponse response, AgentHistory history)
    {
        var contents = new List<AIContent>();
        var calls = new List<RequestedCall>();
        foreach (var content in response.Messages.SelectMany(message => message.Contents))
        {
            if (content is FunctionCallContent call)
            {
                var id = history.UniqueCallId(call.CallId);
                calls.Add(new RequestedCall(id, call.Name, ArgumentsOf(call)));
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
            response.Usage?.OutputTokenCount ?? 0);
    }

    private static string ArgumentsOf(FunctionCallContent call) =>
        call.AdditionalProperties?.TryGetValue(RawArguments, out var raw) == true && raw is string text
            ? text
            : JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);
}

/// <summary>How long an answer was asked to take.</summary>
internal static class WaitedTime
{
    /// <summary>Where a simulated model notes the latency it was told to have, in seconds.</summary>
    public const string SimulatedLatency = "simulated_latency_seconds";

    /// <summary>The simulated latency where there is one, else the time that was measured.</summary>
    public static TimeSpan WaitedOr(this ChatResponse response, TimeSpan measured) =>
        response.AdditionalProperties?.TryGetValue(SimulatedLatency, out var value) == true && value is double seconds
            ? TimeSpan.FromSeconds(seconds)
            : measured;
}
