using Microsoft.Extensions.AI;

namespace Evergreen.Actors.Models;

/// <summary>
/// Tells a usable answer from one that is none. Words or a tool call are usable, even when the token limit cut them off.
/// </summary>
internal static class AnswerCheck
{
    /// <summary>Null for a usable answer, or what is wrong with it.</summary>
    public static (ModelFailure Failure, string Reason)? Find(ChatResponse response)
    {
        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            return (ModelFailure.ContentFiltered, "the provider's content filter withheld the answer");
        }

        string? refusal = null;
        foreach (var message in response.Messages)
        {
            foreach (var content in message.Contents)
            {
                switch (content)
                {
                    case FunctionCallContent or TextContent { Text.Length: > 0 }:
                        return null;
                    case ErrorContent error:
                        refusal ??= error.Message;
                        break;
                }
            }
        }

        return refusal is not null ? (ModelFailure.Refused, $"the model refused: {refusal}")
            : response.FinishReason == ChatFinishReason.Length
                ? (ModelFailure.CutOff, "the token limit was reached before the answer began")
            : (ModelFailure.BadAnswer, "the answer holds neither words nor a tool call");
    }
}
