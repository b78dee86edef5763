using Evergreen.Actors.Conversations;
using Evergreen.Insights.Scenarios;
using Evergreen.Tools.Services;

namespace Evergreen.Actors.Runs;

/// <summary>
/// The conversations of a run in the order they are admitted: every scenario and repetition once, shuffled by the seed. A run ends
/// with its last straggler; so a conversation that is expected to take as long as all that still wait takes its turn now. What is
/// expected of it: its turns, as long as its scenario's have been, and the backoffs that the fault plan has in store for it.
/// </summary>
internal sealed class AdmissionQueue
{
    private readonly RunPlan _plan;
    private readonly int[] _order;
    private readonly bool[] _admitted;
    private readonly List<Group> _groups;
    private readonly Dictionary<string, TurnLength> _seen;
    private readonly TurnLength _all = new();
    private readonly int _mostTurns;
    private readonly TimeSpan _longestBackoff;
    private TimeSpan _longestTurn = TurnLength.BeforeAnyWasSeen;
    private int _next;
    private int _turns;

    /// <param name="plan">The run.</param>
    /// <param name="foreseenBackoff">The waits that are in store for a conversation, by its id; most of them at any rate.</param>
    public AdmissionQueue(RunPlan plan, Func<string, TimeSpan> foreseenBackoff)
    {
        _plan = plan;
        _order = [.. Enumerable.Range(0, plan.Total)];
        _admitted = new bool[plan.Total];
        _seen = plan.Scenarios.ToDictionary(scenario => scenario.Id, _ => new TurnLength(), StringComparer.Ordinal);
        Remaining = plan.Total;
        new Dice(plan.Seed).With("order").Shuffle<int>(_order);
        _groups = _order
            .Select(index => (Index: index, Conversation: Conversation(index)))
            .Select(each => (each.Index, each.Conversation.Scenario, Turns(each.Conversation), Backoff: foreseenBackoff(each.Conversation.Id)))
            .GroupBy(each => (each.Scenario, each.Item3))
            .Select(group => new Group(_seen[group.Key.Scenario.Id], group.Key.Item2, new Queue<(int, TimeSpan)>(
                group.OrderByDescending(each => each.Backoff).Select(each => (each.Index, each.Backoff)))))
            .ToList();
        _turns = _groups.Sum(group => group.Turns * group.Conversations.Count);
        _mostTurns = _groups.Max(group => group.Turns);
        _longestBackoff = _groups.Max(group => group.Conversations.Peek().Backoff);
    }

    /// <summary>Conversations that were not admitted yet.</summary>
    public int Remaining { get; private set; }

    /// <summary>Learns from a conversation that has ended how long turns are.</summary>
    public void Saw(Scenario scenario, int turns, TimeSpan took)
    {
        var seen = _seen[scenario.Id];
        seen.Add(turns, took);
        _all.Add(turns, took);
        _longestTurn = seen.Mean > _longestTurn ? seen.Mean : _longestTurn;
    }

    /// <summary>Admits the next conversation; null when there is none.</summary>
    public ConversationPlan? Admit()
    {
        if (Remaining == 0)
        {
            return null;
        }

        var index = WhoMustBeginNow(_all.Mean * _turns / _plan.Concurrency) ?? InOrder();
        var conversation = Conversation(index);
        _admitted[index] = true;
        _turns -= Turns(conversation);
        Remaining--;
        return conversation;
    }

    /// <summary>The conversation that is expected to take longest, if that is as long as the rest of the run; null when none is.</summary>
    private int? WhoMustBeginNow(TimeSpan rest)
    {
        // While much is left nobody takes that long, and looking through thousands of scenarios each time would cost more than playing them.
        if ((_longestTurn * _mostTurns) + _longestBackoff < rest)
        {
            return null;
        }

        (int Index, TimeSpan Expected) longest = (-1, TimeSpan.MinValue);
        foreach (var group in _groups)
        {
            while (group.Conversations.TryPeek(out var first) && _admitted[first.Index])
            {
                group.Conversations.Dequeue();
            }

            if (group.Conversations.TryPeek(out var waiting)
                && ((group.Turn.IsKnown ? group.Turn : _all).Mean * group.Turns) + waiting.Backoff is var expected && expected > longest.Expected)
            {
                longest = (waiting.Index, expected);
            }
        }

        _groups.RemoveAll(group => group.Conversations.Count == 0);
        return longest.Expected >= rest ? longest.Index : null;
    }

    private int InOrder()
    {
        while (_admitted[_order[_next]])
        {
            _next++;
        }

        return _order[_next];
    }

    private int Turns(ConversationPlan conversation) => CustomerScript.Of(conversation, _plan).TurnsLeft;

    private ConversationPlan Conversation(int index)
    {
        var scenario = _plan.Scenarios[index % _plan.Scenarios.Count];
        var repetition = (index / _plan.Scenarios.Count) + 1;
        return new ConversationPlan($"{scenario.Id}.{repetition}", scenario);
    }

    /// <summary>The conversations of a scenario that have as many turns, the longest backoff first; some may be admitted already.</summary>
    private sealed record Group(TurnLength Turn, int Turns, Queue<(int Index, TimeSpan Backoff)> Conversations);

    /// <summary>How long turns have been, on average.</summary>
    private sealed class TurnLength
    {
        public static readonly TimeSpan BeforeAnyWasSeen = TimeSpan.FromSeconds(0.5);
        private TimeSpan _took;
        private int _turns;

        public bool IsKnown => _turns > 0 && _took > TimeSpan.Zero;

        public TimeSpan Mean => IsKnown ? _took / _turns : BeforeAnyWasSeen;

        public void Add(int turns, TimeSpan took)
        {
            _turns += turns;
            _took += took;
        }
    }
}
