using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Dialogue;

/// <summary>A conversation as its messages tell it. Everything comes from them at every call; no conversation is remembered.</summary>
internal sealed class Conversation
{
    private readonly List<Utterance> _heard = [];
    private readonly List<string> _spoken = [];
    private readonly List<ToolEvent> _events = [];

    private Conversation()
    {
    }

    /// <summary>The system prompt; empty when there is none.</summary>
    public string SystemPrompt { get; private set; } = "";

    /// <summary>What the other side said, in order.</summary>
    public IReadOnlyList<Utterance> Heard => _heard;

    /// <summary>What this side said in words, in order.</summary>
    public IReadOnlyList<string> Spoken => _spoken;

    /// <summary>The tool calls made so far, in order.</summary>
    public IReadOnlyList<ToolEvent> Events => _events;

    /// <summary>Rounds of tool calls made since the other side spoke last.</summary>
    public int Rounds { get; private set; }

    /// <summary>All messages, the system prompt included.</summary>
    public int MessageCount { get; private set; }

    /// <summary>How much there was to read.</summary>
    public int Characters { get; private set; }

    public int LatestTurn => _heard.Count - 1;

    public Utterance? Latest => _heard.Count > 0 ? _heard[^1] : null;

    /// <summary>A conversation of which only the other side's words are known.</summary>
    public static Conversation OfWords(IEnumerable<Utterance> heard)
    {
        var conversation = new Conversation();
        conversation._heard.AddRange(heard);
        return conversation;
    }

    public static Conversation Read(IEnumerable<ChatMessage> messages)
    {
        var conversation = new Conversation();
        foreach (var message in messages)
        {
            conversation.MessageCount++;
            conversation.Characters += CharactersOf(message);
            conversation.Add(message);
        }

        return conversation;
    }

    public static int CharactersOf(ChatMessage message)
    {
        var characters = 0;
        foreach (var content in message.Contents)
        {
            characters += content switch
            {
                TextContent text => text.Text.Length,
                FunctionCallContent call => call.Name.Length + (call.Arguments?.Sum(argument => argument.Key.Length + 12) ?? 0),
                FunctionResultContent { Result: string result } => result.Length,
                _ => 0,
            };
        }

        return characters;
    }

    private void Add(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            SystemPrompt = SystemPrompt.Length == 0 ? message.Text : $"{SystemPrompt}\n{message.Text}";
        }
        else if (message.Role == ChatRole.User)
        {
            _heard.Add(Utterance.Of(message.Text));
            Rounds = 0;
        }
        else
        {
            AddOwn(message);
        }
    }

    private void AddOwn(ChatMessage message)
    {
        var called = false;
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent call)
            {
                called = true;
                _events.Add(new ToolEvent(call.Name, call.Arguments, call.CallId, LatestTurn));
            }
            else if (content is FunctionResultContent result)
            {
                _events.FindLast(e => e.CallId == result.CallId)?.Answer(result);
            }
        }

        Rounds += called ? 1 : 0;
        if (!called && message.Role == ChatRole.Assistant && message.Text is { Length: > 0 } text)
        {
            _spoken.Add(text);
        }
    }
}
