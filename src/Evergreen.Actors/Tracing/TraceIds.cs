using System.Security.Cryptography;
using System.Text;

namespace Evergreen.Actors.Tracing;

/// <summary>
/// A conversation's span ids, derived from the run's and the conversation's id: every actor of a conversation knows them without
/// being told, and a row that is delivered twice replaces itself.
/// </summary>
internal sealed class TraceIds(string runId, string conversationId)
{
    /// <summary>The trace: 32 lower-case hex digits.</summary>
    public string Root { get; } = Hex($"{runId}/{conversationId}", bytes: 16);

    /// <summary>The root span.</summary>
    public string Conversation { get; } = Hex($"{runId}/{conversationId}/conversation", bytes: 8);

    /// <summary>The span of a customer turn.</summary>
    public string Turn(int turn) => Hex($"{Root}/turn/{turn}", bytes: 8);

    /// <summary>The span of the agent's n-th model call.</summary>
    public string ModelCall(int number) => Hex($"{Root}/model/{number}", bytes: 8);

    /// <summary>The span of a tool call.</summary>
    public string ToolCall(string callId) => Hex($"{Root}/tool/{callId}", bytes: 8);

    /// <summary>The span of a score.</summary>
    public string Score(string scorer) => Hex($"{Root}/score/{scorer}", bytes: 8);

    private static string Hex(string text, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
