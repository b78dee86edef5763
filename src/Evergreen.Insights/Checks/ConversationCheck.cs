namespace Evergreen.Insights.Checks;

/// <summary>
/// A question about a conversation that its trace alone answers: what was said, called, answered and written. The release's name
/// is no part of it.
/// </summary>
internal abstract class ConversationCheck
{
    /// <summary>What the check finds, in snake_case.</summary>
    public abstract string Name { get; }

    /// <summary>What it finds and in which conversations it can be found at all, in a sentence for the reader of a report.</summary>
    public abstract string Description { get; }

    /// <summary>True when it is found, false when it could have been and is not, null when it does not apply.</summary>
    public abstract bool? Found(ConversationTrace trace);
}
