namespace Evergreen.Tools.Catalog;

/// <summary>One tool call as a conversation asked for it; the same object serves all of its attempts.</summary>
/// <param name="World">The world whose rows the call reads and writes.</param>
/// <param name="ConversationId">The conversation that asked.</param>
/// <param name="CallId">The call's id, unique within its conversation.</param>
/// <param name="ToolName">The tool's name as the model gave it; may be unknown.</param>
/// <param name="Arguments">The arguments as the model gave them: JSON text, possibly malformed.</param>
public sealed record ToolCall(string World, string ConversationId, string CallId, string ToolName, string Arguments)
{
    /// <summary>
    /// The call's place among its conversation's calls, from 1: what faults are drawn by, as ids are a model's to choose. 0 when
    /// it is not known; then the id serves.
    /// </summary>
    public int Number { get; init; }

    /// <summary>The same over all attempts of a call, so that an action whose answer was lost is never carried out twice.</summary>
    public string IdempotencyKey => $"{ConversationId}/{CallId}";
}
