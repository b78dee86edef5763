using Evergreen.Actors.Models;
using Evergreen.Host.Models;
using Microsoft.Extensions.AI;

namespace Evergreen.HttpBench;

/// <summary>The gateway alone, without actors, shop and trace: what is left of the package's cost when Evergreen drives it.</summary>
internal sealed class GatewayLoop(Uri url) : Contestant
{
    private readonly ModelGateways _gateways = ModelGateways.Open(
        new ModelSettings { PriceFile = Path.Combine(AppContext.BaseDirectory, "prices.json") },
        Story.Model,
        new OpenAIEndpoint(url, null),
        () => throw new NotSupportedException("the bench has a server"),
        TimeProvider.System);

    private readonly IList<AITool> _tools =
    [
        .. Story.Tools.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.Parameters)),
    ];

    public override async Task<(int Ended, long Spans)> PlayAsync(int conversations, int concurrency)
    {
        var ended = 0;
        var gateway = _gateways.ForAgent();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
        await Parallel.ForAsync(0, conversations, parallel, async (number, cancellationToken) =>
        {
            await TalkAsync(gateway, number, cancellationToken);
            Interlocked.Increment(ref ended);
        });
        return (ended, 0);
    }

    public override ValueTask DisposeAsync()
    {
        _gateways.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task TalkAsync(ModelGateway gateway, int number, CancellationToken cancellationToken)
    {
        var history = new List<ChatMessage> { new(ChatRole.System, Story.Release.SystemPrompt) };
        foreach (var line in Story.CustomerLines)
        {
            history.Add(new ChatMessage(ChatRole.User, line));
            for (var answered = false; !answered;)
            {
                var options = new ChatOptions { Temperature = 1, Seed = number, Tools = _tools };
                var response = await gateway.GetResponseAsync(history, options, cancellationToken);
                history.AddRange(response.Messages);
                answered = true;
                foreach (var call in response.Messages[0].Contents.OfType<FunctionCallContent>())
                {
                    history.Add(new ChatMessage(
                        ChatRole.Tool, [new FunctionResultContent(call.CallId, Story.Result)]));
                    answered = false;
                }
            }
        }
    }
}
