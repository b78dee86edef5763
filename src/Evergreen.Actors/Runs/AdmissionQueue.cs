using Evergreen.Actors.Conversations;
using Evergreen.Tools.Services;

namespace Evergreen.Actors.Runs;

/// <summary>
/// The conversations of a run in the order they are admitted: every scenario and repetition once, shuffled by the seed. A run ends
/// with its last straggler; so a conversation that is expected to take as long as all that still wait takes its turn now. What is
/// expected of it: its turns, and the backoffs that the fault plan has in store for it.
/// </summary>
internal sealed class AdmissionQueue
{
    /// <summary>What a turn is taken to last before one has been seen to end.</summary>
    private static readonly TimeSpan UnknownTurn = TimeSpan.FromSeconds(0.5);

    private readonly RunPlan _plan;
    private readonly int[] _order;
    private readonly bool[] _admitted;
    private readonly List<Waiting> _byTurns;
    private int _next;
    private int _turns;

    /// <param name="plan">The run.</param>
    /// <param name="foreseenBackoff">The waits that are in store for a conversation, by its id; most of them at any rate.</param>
    public AdmissionQueue(RunPlan plan, Func<string, TimeSpan> foreseenBackoff)
    {
        _plan = plan;
        _order = [.. Enumerable.Range(0, plan.Total)];
        _admitted = new bool[plan.Total];
        Remaining = plan.Total;
        new Dice(plan.Seed).With("order").Shuffle<int>(_order);
        _byTurns = _order
            .Select(index => (Index: index, CustomerScript.Of(Conversation(index), plan).TurnsLeft, Backoff: foreseenBackoff(Conversation(index).Id)))
            .GroupBy(each => each.TurnsLeft)
            .Select(group => new Waiting(group.Key, new Queue<(int, TimeSpan)>(
                group.OrderByDescending(each => each.Backoff).Select(each => (each.Index, each.Backoff)))))
            .ToList();
        _turns = _byTurns.Sum(group => group.Turns * group.Conversations.Count);
    }

    /// <summary>Conversations that were not admitted yet.</summary>
    public int Remaining { get; private set; }

    /// <summary>Admits the next conversation; null when there is none.</summary>
    /// <param name="turn">What a turn has lasted so far, on average; null when none has ended.</param>
    public ConversationPlan? Admit(TimeSpan? turn = null)
    {
        if (Remaining == 0)
        {
            return null;
        }

        var (group, expected) = Longest(turn ?? UnknownTurn);
        var index = expected >= (turn ?? UnknownTurn) * _turns / _plan.Concurrency ? group.Conversations.Peek().Index : InOrder();
        _admitted[index] = true;
        _turns -= CustomerScript.Of(Conversation(index), _plan).TurnsLeft;
        Remaining--;
        return Conversation(index);
    }

    /// <summary>The conversation that is expected to take longest heads its group.</summary>
    private (Waiting Group, TimeSpan Expected) Longest(TimeSpan turn)
    {
        foreach (var group in _byTurns)
        {
            while (group.Conversations.TryPeek(out var first) && _admitted[first.Index])
            {
                group.Conversations.Dequeue();
            }
        }

        return _byTurns
            .Where(group => group.Conversations.Count > 0)
            .Select(group => (group, (turn * group.Turns) + group.Conversations.Peek().Backoff))
            .MaxBy(longest => longest.Item2);
    }

    private int InOrder()
    {
        while (_admitted[_order[_next]])
        {
            _next++;
        }

        return _order[_next];
    }

    private ConversationPlan Conversation(int index)
    {
        var scenario = _plan.Scenarios[index % _plan.Scenarios.Count];
        var repetition = (index / _plan.Scenarios.Count) + 1;
        return new ConversationPlan($"{scenario.Id}.{repetition}", scenario);
    }

    /// <summary>The conversations of as many turns, the longest backoff first; some of them may be admitted already.</summary>
    private sealed record Waiting(int Turns, Queue<(int Index, TimeSpan Backoff)> Conversations);
}
