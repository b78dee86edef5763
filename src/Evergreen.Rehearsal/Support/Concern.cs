using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Support;

/// <summary>What the customer wants done about a concern.</summary>
[Flags]
internal enum Wishes
{
    None = 0,
    Refund = 1,
    Return = 2,
    Exchange = 4,
    Replacement = 8,
}

/// <summary>One thing the customer is after, as far as the conversation has told it.</summary>
/// <param name="Intent">What it is.</param>
/// <param name="Said">The message that raised it.</param>
internal sealed record Concern(Intent Intent, Utterance Said)
{
    /// <summary>The order it is about, if the customer has named one.</summary>
    public string? OrderId { get; init; }

    /// <summary>The order it is not about: the customer means another one and has not given its number.</summary>
    public string? NotOrderId { get; init; }

    public Wishes Wishes { get; init; }

    /// <summary>Whether it was raised in an earlier message and is still being talked about.</summary>
    public bool Carried { get; init; }

    /// <summary>Whether the customer has said yes to what was proposed.</summary>
    public bool Confirmed { get; init; }

    /// <summary>All that the customer has said about it, for what later messages add.</summary>
    public required string Story { get; init; }

    public bool Wants(Wishes wish) => (Wishes & wish) == wish;
}
