using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Language;

namespace Evergreen.Rehearsal.Support;

/// <summary>Which order the customer speaks of, message by message: the one named last, or another one than that.</summary>
internal sealed class OrderFocus(IReadOnlyList<ToolEvent> events)
{
    private readonly List<string> _named = [];
    private int _turn = -1;

    public string? OrderId { get; private set; }

    /// <summary>Set instead of <see cref="OrderId"/> when the customer means another order than this and has named no other.</summary>
    public string? NotOrderId { get; private set; }

    /// <summary>Whether the latest message turns to an order, by its number or as "the other one".</summary>
    public bool IsTurned { get; private set; }

    public void Hear(Utterance said)
    {
        _turn++;
        IsTurned = Turns(said);
    }

    /// <summary>The concern with the order it must be about, when it names none.</summary>
    public Concern Resolve(Concern concern) =>
        concern is { OrderId: null, NotOrderId: null } && Agenda.IsAboutAnOrder(concern.Intent) ? OnThis(concern) : concern;

    /// <summary>
    /// An open concern, with the order that a message without a concern of its own turns to. What was asked for an order that has
    /// been looked into is not done to another one in passing: of that the customer wants to know how it stands.
    /// </summary>
    public Concern Follow(Concern concern, Utterance said)
    {
        if (!IsTurned || (concern.OrderId == OrderId && concern.NotOrderId == NotOrderId))
        {
            return concern;
        }

        return Agenda.IsAboutAnOrder(concern.Intent) && IsLookedInto(concern) && !said.SpeaksOf(Concept.Correction)
            ? OnThis(new Concern(Intent.Track, said) { Story = said.Text })
            : OnThis(concern);
    }

    private bool Turns(Utterance said)
    {
        if (said.OrderIds.Count > 0)
        {
            _named.AddRange(said.OrderIds.Select(order => order.Value).Where(id => !_named.Contains(id)));
            (OrderId, NotOrderId) = (said.OrderIds[^1].Value, null);
            return true;
        }

        if (said.Affirms(Concept.EarlierOrder) && _named.Find(Exists) is { } first && first != OrderId)
        {
            (OrderId, NotOrderId) = (first, null);
            return true;
        }

        if (said.Affirms(Concept.OtherOrder) && OrderId is { } current)
        {
            OrderId = _named.FindLast(id => id != current && Exists(id));
            NotOrderId = OrderId is null ? current : null;
            return true;
        }

        return false;
    }

    private Concern OnThis(Concern concern) => concern with { OrderId = OrderId, NotOrderId = NotOrderId };

    private bool IsLookedInto(Concern concern) => events.Any(e => e.Turn < _turn && e.Succeeded
        && (concern.OrderId is { } id ? e.Argument("order_id") == id : e.Name is ToolNames.ProcessRefund or ToolNames.InitiateReturn));

    private bool Exists(string id) =>
        !events.Any(e => e.Name == ToolNames.LookupOrder && e.Argument("order_id") == id && e.Result is { NothingFound: true });
}
