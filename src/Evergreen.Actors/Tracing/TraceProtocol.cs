using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tracing;

/// <summary>What may be said to a trace actor, and what it says back.</summary>
public static class TraceProtocol
{
    /// <summary>Keeps a span that has ended.</summary>
    public sealed record Record(SpanRow Row);

    /// <summary>
    /// Keeps a conversation that has ended, after all spans said before; the sender gets <see cref="Concluded"/> once they are on disk.
    /// </summary>
    public sealed record Conclude(ConversationRecord Conversation);

    /// <summary>A conversation and its spans are kept, or cannot be.</summary>
    /// <param name="ConversationId">Which.</param>
    /// <param name="Failure">Why not; null when they are on disk.</param>
    public sealed record Concluded(string ConversationId, string? Failure);

    /// <summary>Writes what is buffered; the sender gets <see cref="Flushed"/>.</summary>
    public sealed record Flush
    {
        /// <summary>The only instance.</summary>
        public static Flush Instance { get; } = new();
    }

    /// <summary>What has become of the span rows.</summary>
    /// <param name="Sent">Rows written.</param>
    /// <param name="Pending">Rows still buffered.</param>
    /// <param name="Dropped">Rows that could not be kept.</param>
    public sealed record Flushed(long Sent, long Pending, long Dropped);
}
