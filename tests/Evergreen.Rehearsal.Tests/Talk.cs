using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal.Tests;

/// <summary>A conversation with the rehearsal agent: one line in, tools served by the scripted shop, one reply out.</summary>
internal sealed class Talk(string prompt, ScriptedShop? shop = null)
{
    private const int MaxRounds = 5;

    private readonly RehearsalChatClient _client = new();
    private readonly List<ChatMessage> _history = [new(ChatRole.System, prompt)];
    private int _calls;

    public ScriptedShop Shop { get; } = shop ?? new ScriptedShop();

    public float Temperature { get; init; }

    public long Seed { get; init; }

    public IList<AITool>? Tools { get; init; } = ScriptedShop.Tools;

    public IReadOnlyList<ChatMessage> History => _history;

    /// <summary>The names of the tools called so far; parallel calls are joined by +.</summary>
    public List<string> Rounds { get; } = [];

    public static string Prompt(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "prompts", name));

    public async Task<string> Say(string line)
    {
        _history.Add(new ChatMessage(ChatRole.User, line));
        for (var round = 0; ; round++)
        {
            var response = await _client.GetResponseAsync(_history, new ChatOptions
            {
                Temperature = Temperature,
                Seed = (Seed * 1000) + _calls++,
                Tools = Tools,
                ToolMode = round < MaxRounds ? ChatToolMode.Auto : ChatToolMode.None,
            });
            _history.AddRange(response.Messages);
            var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                return response.Text;
            }

            Assert.True(round < MaxRounds, "the agent asks for tools that are switched off");
            Rounds.Add(string.Join("+", calls.Select(call => call.Name)));
            _history.Add(new ChatMessage(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call.CallId, Shop.Call(call)))]));
        }
    }
}
