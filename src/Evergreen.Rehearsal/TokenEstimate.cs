using Evergreen.Rehearsal.Dialogue;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal;

/// <summary>Tokens by the rule of thumb of four characters each: good for orders of magnitude, the same on every machine.</summary>
internal static class TokenEstimate
{
    private const int CharactersPerToken = 4;
    private const int TokensPerMessage = 4;

    public static UsageDetails Of(Conversation conversation, ChatOptions? options, ChatMessage answer)
    {
        long input = (conversation.Characters / CharactersPerToken) + (conversation.MessageCount * TokensPerMessage);
        foreach (var tool in options?.Tools ?? [])
        {
            input += (tool.Name.Length + tool.Description.Length) / CharactersPerToken;
        }

        long output = (Conversation.CharactersOf(answer) / CharactersPerToken) + 1;
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }
}
