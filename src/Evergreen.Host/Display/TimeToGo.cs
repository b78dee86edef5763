namespace Evergreen.Host.Display;

/// <summary>How long a run will take yet, going by what has ended so far.</summary>
internal static class TimeToGo
{
    private const int FewestEnded = 10;

    /// <summary>
    /// The estimate; null while it would mean nothing: the first conversations to end are the quickest of all that began with them,
    /// so as many must have ended as are under way.
    /// </summary>
    public static TimeSpan? Of(int asked, int ended, int inFlight, TimeSpan elapsed) =>
        ended < FewestEnded || ended < inFlight ? null : elapsed * ((double)(asked - ended) / ended);
}
