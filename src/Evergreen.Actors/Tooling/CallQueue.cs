using Akka.Actor;

namespace Evergreen.Actors.Tooling;

/// <summary>
/// The order of a conversation's calls: neighbouring reads run side by side, an action runs alone. So what an agent asked for in
/// one breath has one result, whatever the scheduling: a return asked for before a refund is opened before it.
/// </summary>
internal sealed class CallQueue
{
    private readonly List<PendingCall> _calls = [];

    public void Add(PendingCall call) => _calls.Add(call);

    public void Remove(PendingCall call) => _calls.Remove(call);

    public PendingCall? Find(string callId) => _calls.Find(call => call.Call.CallId == callId);

    public PendingCall? FindByChild(IActorRef child) => _calls.Find(call => call.Child.Equals(child));

    /// <summary>The calls that may begin now and have not.</summary>
    public IReadOnlyList<PendingCall> Startable()
    {
        if (_calls.Count == 0)
        {
            return [];
        }

        var first = _calls[0];
        return first.IsAction
            ? first.Started ? [] : [first]
            : _calls.TakeWhile(call => !call.IsAction).Where(call => !call.Started).ToList();
    }
}
