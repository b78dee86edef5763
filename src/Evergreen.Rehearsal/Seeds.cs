using Evergreen.Rehearsal.Dialogue;
using Microsoft.Extensions.AI;

namespace Evergreen.Rehearsal;

/// <summary>Where the dice come from.</summary>
internal static class Seeds
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>The caller's seed, or one made of the conversation itself when the caller gives none.</summary>
    public static ulong Of(Conversation conversation, ChatOptions? options)
    {
        if (options?.Seed is { } seed)
        {
            return (ulong)seed;
        }

        var hash = FnvOffset ^ (ulong)conversation.MessageCount;
        foreach (var character in conversation.Latest?.Text ?? conversation.SystemPrompt)
        {
            hash = (hash ^ character) * FnvPrime;
        }

        return hash;
    }
}
