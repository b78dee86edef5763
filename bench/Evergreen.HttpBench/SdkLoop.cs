using System.ClientModel;
using System.Text.Json;
using Evergreen.Insights.Transcripts;
using OpenAI;
using OpenAI.Chat;

namespace Evergreen.HttpBench;

/// <summary>What one writes first: the OpenAI package as it comes, under Parallel.ForEachAsync, with the same rows.</summary>
internal sealed class SdkLoop(Uri url) : Contestant
{
    private readonly ChatClient _client =
        new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = url }).GetChatClient(Story.Model);

    private readonly HandWrittenTrace _trace = new();
    private readonly ChatTool[] _tools =
    [
        .. Story.Tools.Select(tool => ChatTool.CreateFunctionTool(
            tool.Name, tool.Description, BinaryData.FromString(tool.Parameters.GetRawText()))),
    ];

    public override async Task<(int Ended, long Spans)> PlayAsync(int conversations, int concurrency)
    {
        var ended = 0;
        var rows = _trace.Rows;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
        await Parallel.ForEachAsync(Enumerable.Range(0, conversations), parallel, async (number, cancellationToken) =>
        {
            try
            {
                await TalkAsync(number, cancellationToken);
                Interlocked.Increment(ref ended);
            }
            catch (ClientResultException)
            {
                // Lost: the package gave up, and a loop like this has nothing to fall back on.
            }
        });
        return (ended, _trace.Rows - rows);
    }

    public override ValueTask DisposeAsync()
    {
        _trace.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task TalkAsync(int number, CancellationToken cancellationToken)
    {
        var history = new List<ChatMessage> { new SystemChatMessage(Story.Release.SystemPrompt) };
        var told = new List<Message> { new("system", Story.Release.SystemPrompt) };
        var calls = new List<(string Input, string Output)>(Measurement.CallsEach);
        foreach (var line in Story.CustomerLines)
        {
            history.Add(new UserChatMessage(line));
            told.Add(new Message("user", line));
            for (var answered = false; !answered;)
            {
                var options = new ChatCompletionOptions { Temperature = 1 };
                Array.ForEach(_tools, options.Tools.Add);
                ChatCompletion completion = await _client.CompleteChatAsync(history, options, cancellationToken);
                history.Add(new AssistantChatMessage(completion));
                var said = Said(completion);
                calls.Add((JsonSerializer.Serialize(told), JsonSerializer.Serialize(said, TranscriptJson.Default.Message)));
                told.Add(said);
                foreach (var call in completion.ToolCalls)
                {
                    history.Add(new ToolChatMessage(call.Id, Story.Result));
                    told.Add(new Message("tool", Story.Result) { ToolCallId = call.Id });
                }

                answered = completion.ToolCalls.Count == 0;
            }
        }

        _trace.Write($"{number}", calls);
    }

    private static Message Said(ChatCompletion completion) => new("assistant", completion.Content.Count > 0 ? completion.Content[0].Text : null)
    {
        ToolCalls = [.. completion.ToolCalls.Select(call => new MessageToolCall(call.Id, new MessageFunction(call.FunctionName, call.FunctionArguments.ToString())))],
    };
}
