using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Runs;

/// <summary>What may be said to a run coordinator, and what it says back.</summary>
public static class RunProtocol
{
    /// <summary>Starts a run; the sender gets <see cref="RunEnded"/> in the end. Saying it again changes nothing.</summary>
    public sealed record StartRun(RunPlan Plan);

    /// <summary>Admits nobody any more and ends the conversations under way.</summary>
    /// <param name="Reason">Why, for the records.</param>
    public sealed record CancelRun(string Reason);

    /// <summary>Asks for a <see cref="RunProgress"/>.</summary>
    public sealed record GetProgress
    {
        /// <summary>The only instance.</summary>
        public static GetProgress Instance { get; } = new();
    }

    /// <summary>Where a run stands.</summary>
    /// <param name="Asked">Conversations asked for.</param>
    /// <param name="Ended">Conversations that have ended.</param>
    /// <param name="InFlight">Conversations under way.</param>
    /// <param name="Totals">Sums over what has ended.</param>
    public sealed record RunProgress(int Asked, int Ended, int InFlight, RunTotals Totals);

    /// <summary>A run has ended; nothing of it is under way any more and everything that ended is on disk.</summary>
    /// <param name="Status">Completed or interrupted.</param>
    /// <param name="Totals">Sums over all conversations.</param>
    /// <param name="Timing">How long it took.</param>
    /// <param name="Reason">Why it was interrupted; null when it was not.</param>
    public sealed record RunEnded(RunStatus Status, RunTotals Totals, RunTiming Timing, string? Reason);
}
