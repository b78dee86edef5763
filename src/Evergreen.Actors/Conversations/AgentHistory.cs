using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;
using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Conversations;

/// <summary>
/// A conversation's messages in the three shapes they are needed in: for the model, for the transcript, and as JSON text for the
/// spans. Each message is converted once, when it is added.
/// </summary>
internal sealed class AgentHistory
{
    private readonly List<ChatMessage> _forModel = [];
    private readonly List<Message> _transcript = [];
    private readonly JsonArrayText _json = new();
    private readonly HashSet<string> _callIds = [];

    public AgentHistory(Message system, RawJson systemJson) => Add(new ChatMessage(ChatRole.System, system.Content), system, systemJson);

    public IEnumerable<ChatMessage> Messages => _forModel;

    public int Count => _forModel.Count;

    public void AddCustomer(string text) => Add(new ChatMessage(ChatRole.User, text), new Message("user", text));

    public void AddAgent(ModelReply reply, RawJson json) => Add(reply.ForModel, reply.Message, json);

    public void AddToolResult(string callId, string body) => Add(
        new ChatMessage(ChatRole.Tool, [new FunctionResultContent(callId, body)]),
        new Message("tool", body) { ToolCallId = callId });

    /// <summary>The transcript from a place on.</summary>
    public IReadOnlyList<Message> Since(int start) => _transcript.GetRange(start, _transcript.Count - start);

    /// <summary>All messages as a JSON array; good until the next one is added.</summary>
    public RawJson ToJson() => _json.ToJson();

    /// <summary>
    /// A call id that is new to the conversation: some servers count anew in every answer, and the id is half of the key that
    /// keeps a refund from being paid twice.
    /// </summary>
    public string UniqueCallId(string? given)
    {
        var stem = string.IsNullOrEmpty(given) ? $"call_{_callIds.Count + 1}" : given;
        var id = stem;
        for (var n = 2; !_callIds.Add(id); n++)
        {
            id = $"{stem}_{n}";
        }

        return id;
    }

    private void Add(ChatMessage forModel, Message message, RawJson? json = null)
    {
        _forModel.Add(forModel);
        _transcript.Add(message);
        _json.Add(json ?? MessageJson.Of(message));
    }
}
