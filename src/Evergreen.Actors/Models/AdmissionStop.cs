namespace Evergreen.Actors.Models;

/// <summary>
/// Says when no further conversation should be begun, and why: a budget is spent, the quota is gone, the key is refused, the
/// model has been down for longer than a call's patience, or answers can no longer be kept. What is under way may go on. Set once,
/// by whichever comes first.
/// </summary>
public sealed class AdmissionStop
{
    private string? _reason;

    /// <summary>Why to stop, in words for the person who runs the program; null while there is no reason to.</summary>
    public string? Reason => Volatile.Read(ref _reason);

    /// <summary>Gives a reason to stop; a later one changes nothing.</summary>
    public void Because(string reason) => Interlocked.CompareExchange(ref _reason, reason, null);
}
