using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Customers;

/// <summary>What a customer hears in an agent's reply.</summary>
internal sealed class AgentReply
{
    private static readonly ReadCache<AgentReply> Known = new(text => new AgentReply(Utterance.Of(text)));

    private AgentReply(Utterance reply)
    {
        foreach (var sentence in reply.Sentences)
        {
            // "To find it I need your e-mail address." asks as much as a question does.
            var asks = sentence.IsQuestion || sentence.Affirmed.Has(Concept.Ask)
                || reply.Text.AsSpan(sentence.Start, sentence.Length).Contains("need", StringComparison.OrdinalIgnoreCase)
                || reply.Text.AsSpan(sentence.Start, sentence.Length).Contains("please", StringComparison.OrdinalIgnoreCase);
            var asksForEmail = asks && sentence.Affirmed.Has(Concept.Email) && sentence.Affirmed.Has(Concept.Address);
            AsksForEmail |= asksForEmail;
            AsksForAnotherEmail |= asksForEmail && reply.Text.AsSpan(sentence.Start, sentence.Length).Contains("another", StringComparison.OrdinalIgnoreCase);
            AsksForOrder |= asks && sentence.Affirmed.Has(Concept.Order) && sentence.Affirmed.Has(Concept.Number);
            AsksWhichOne |= sentence.IsQuestion && StartsWithAny(reply.Text, sentence, "Which of", "Which one", "Is it one");
            AsksToGoAhead |= sentence.IsQuestion && StartsWithAny(reply.Text, sentence, "Shall I", "Is that the one", "Do you mean", "Would one of");
            OffersChoice |= sentence.IsQuestion && sentence.Mentioned.Has(Concept.Replace);
        }

        Done = Says(reply, "refunded", "on its way back", "is set up", "set up both", "ticket", "through to your", "goes back to your");
        Refuses = !Done && Says(reply, "can't", "cannot", "isn't in our system", "isn't possible", "no order", "refused", "doesn't belong", "rather not guess");
    }

    /// <summary>The reply with this text.</summary>
    public static AgentReply Of(string text) => Known.Of(text);

    public bool AsksForEmail { get; }

    /// <summary>The address that was given leads nowhere.</summary>
    public bool AsksForAnotherEmail { get; }

    public bool AsksForOrder { get; }

    public bool AsksWhichOne { get; }

    public bool AsksToGoAhead { get; }

    public bool OffersChoice { get; }

    /// <summary>Something was done: a refund, a return, a ticket.</summary>
    public bool Done { get; }

    public bool Refuses { get; }

    public bool Asks => AsksForEmail || AsksForOrder || AsksWhichOne || AsksToGoAhead || OffersChoice;

    private static bool StartsWithAny(string text, Sentence sentence, params ReadOnlySpan<string> openings)
    {
        var start = text.AsSpan(sentence.Start, sentence.Length).TrimStart();
        foreach (var opening in openings)
        {
            if (start.StartsWith(opening, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Says(Utterance reply, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (reply.Text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
