using Evergreen.Actors.Conversations;
using Evergreen.Tools.Services;

namespace Evergreen.Actors.Runs;

/// <summary>
/// The conversations of a run in the order they are admitted: every scenario and repetition once, shuffled by the seed. A run ends
/// with its longest straggler; so the last to be admitted, as many as may be under way at once, begin with those of most turns.
/// </summary>
internal sealed class AdmissionQueue
{
    private readonly RunPlan _plan;
    private readonly int[] _order;
    private int _next;

    public AdmissionQueue(RunPlan plan)
    {
        _plan = plan;
        _order = [.. Enumerable.Range(0, plan.Total)];
        new Dice(plan.Seed).With("order").Shuffle<int>(_order);
        if (plan.Concurrency < _order.Length)
        {
            var last = _order.AsSpan(^plan.Concurrency..);
            last.ToArray().OrderByDescending(index => CustomerScript.Of(Conversation(index), plan).TurnsLeft).ToArray().CopyTo(last);
        }
    }

    /// <summary>Conversations that were not admitted yet.</summary>
    public int Remaining => _order.Length - _next;

    /// <summary>Admits the next conversation; null when there is none.</summary>
    public ConversationPlan? Admit() => Remaining == 0 ? null : Conversation(_order[_next++]);

    private ConversationPlan Conversation(int index)
    {
        var scenario = _plan.Scenarios[index % _plan.Scenarios.Count];
        var repetition = (index / _plan.Scenarios.Count) + 1;
        return new ConversationPlan($"{scenario.Id}.{repetition}", scenario);
    }
}
