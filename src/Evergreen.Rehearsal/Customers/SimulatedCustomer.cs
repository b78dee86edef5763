using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Support;

namespace Evergreen.Rehearsal.Customers;

/// <summary>Plays a customer: hears the agent's last reply and answers it in the tone the prompt asks for.</summary>
internal sealed class SimulatedCustomer(CustomerBrief brief, Conversation conversation)
{
    /// <summary>How much less something suggests itself each time it has been said.</summary>
    private const double SaidBefore = 1.5;

    private static readonly string[] Tones = ["frustrated", "confused", "grateful", "neutral", "sarcastic", "panicked"];

    private readonly string _tone = Tones.FirstOrDefault(tone => brief.Tone.Contains(tone, StringComparison.OrdinalIgnoreCase)) ?? "neutral";

    private readonly Intent? _matter = ConcernReader.Read(brief.Opening) is [var first, ..] ? first.Intent : null;

    public string Next(Dice dice, double temperature)
    {
        if (conversation.Latest is not { } heard)
        {
            return brief.Opening.Text;
        }

        if (brief.LeavesMarker is { } marker && GoesInCircles())
        {
            return marker;
        }

        var moves = Moves(AgentReply.Of(heard.Text)).Where(move => Phrasebook.Customer.Has(Key(move.Phrase))).ToList();
        var phrase = moves[dice.Choose([.. moves.Select(move => move.Score - (SaidBefore * TimesSaid(move.Phrase)))], temperature)].Phrase;
        return Line(phrase, dice, temperature);
    }

    /// <summary>What to say next, each with how much it suggests itself.</summary>
    private IEnumerable<(string Phrase, double Score)> Moves(AgentReply reply)
    {
        if (reply.AsksForEmail || reply.AsksForOrder)
        {
            var orderHelps = reply.AsksForOrder && brief.OrderId is not null && !reply.AsksForEmail;
            yield return orderHelps ? ("give_order", 3) : brief.Email is not null && reply is { AsksForEmail: true, AsksForAnotherEmail: false } ? ("give_email", 3)
                : brief.OrderId is not null && reply.AsksForOrder ? ("give_order", 3)
                : (reply.AsksForEmail ? "lack_email" : "lack_order", 3);
            yield break;
        }

        if (reply.AsksWhichOne)
        {
            yield return ("unsure_which", 2);
            yield break;
        }

        if (reply.OffersChoice)
        {
            yield return ("choose_refund", 2);
            yield return ("choose_replacement", 1.5);
            yield break;
        }

        if (reply.AsksToGoAhead)
        {
            yield return ("agree", 3);
            yield break;
        }

        // Who came with a question has, once it is answered, nothing to wait for and nothing to press for.
        var isAnswered = !reply.Done && !reply.Refuses && _matter is { } matter && !Agenda.IsAboutAnOrder(matter);
        yield return ("ask_when", reply.Done ? 2 : isAnswered || reply.Refuses ? -2 : 1.5);
        yield return ("ask_how", reply.Done ? 1.5 : isAnswered ? -2 : 0.5);
        yield return ("thank_and_ask", reply.Done ? 1.9 : reply.Refuses ? -1 : 1.6);
        yield return ("ask_sure", reply.Done ? 1.2 : 0.8);
        yield return ("press_on", reply.Refuses ? 2.4 : isAnswered ? -2 : reply.Done ? 0 : 1.4);
        yield return ("want_human", reply.Refuses && _tone is "frustrated" or "panicked" or "sarcastic" ? 1 : -2);
    }

    private string Line(string phrase, Dice dice, double temperature) =>
        Phrasebook.Customer.Say(Key(phrase), Slots, dice, temperature, conversation.Spoken);

    private (string, string?)[] Slots => field ??=
    [
        ("email", brief.Email),
        ("order", brief.OrderId),
        ("about", brief.OrderId ?? Phrasebook.Customer.Name(_matter?.ToString() ?? "Other")),
    ];

    /// <summary>How often it was said before, in whatever words.</summary>
    private int TimesSaid(string phrase) => conversation.Spoken.Count(line => Phrasebook.Customer.IsSaidIn(line, Key(phrase), Slots));

    private string Key(string phrase) => $"{phrase}.{_tone}";

    /// <summary>As many replies in a row as there is patience for, all asking the same of somebody who has nothing more to give.</summary>
    private bool GoesInCircles()
    {
        if (conversation.Heard.Count < brief.Patience)
        {
            return false;
        }

        var last = conversation.Heard.Skip(conversation.Heard.Count - brief.Patience).ToList();
        var replies = last.ConvertAll(reply => AgentReply.Of(reply.Text));
        return replies.TrueForAll(reply => !reply.Done && (reply.Asks || reply.Refuses))
            && replies.Select(reply => (reply.AsksForEmail, reply.AsksForOrder)).Distinct().Count() == 1
            && last.Count(reply => reply.Text == last[^1].Text) > 1;
    }
}
