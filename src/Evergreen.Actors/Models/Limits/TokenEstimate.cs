using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models.Limits;

/// <summary>A guess at the tokens of a request and its answer, set right by the answer's usage.</summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;
    private const int PerMessage = 4;
    private const int ExpectedAnswer = 150;

    public static long Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        long characters = 0;
        long count = 0;
        foreach (var message in messages)
        {
            count++;
            foreach (var content in message.Contents)
            {
                characters += content switch
                {
                    TextContent text => text.Text.Length,
                    FunctionCallContent call => call.Name.Length + ToolArguments.TextOf(call).Length,
                    FunctionResultContent { Result: string result } => result.Length,
                    _ => 0,
                };
            }
        }

        foreach (var tool in options?.Tools ?? [])
        {
            characters += tool.Name.Length + tool.Description.Length
                + ((tool as AIFunctionDeclaration)?.JsonSchema.GetRawText().Length ?? 0);
        }

        var answer = Math.Min(options?.MaxOutputTokens ?? ExpectedAnswer, ExpectedAnswer);
        return (characters / CharactersPerToken) + (count * PerMessage) + answer;
    }
}
