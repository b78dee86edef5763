using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tracing;

/// <summary>
/// What may be said to a trace actor, and what it says back. Rows travel as the lines they will be: whoever saw a span end
/// serializes it, which spreads the work over the cores and halves what waits in the mailbox.
/// </summary>
internal static class TraceProtocol
{
    /// <summary>Keeps a span that has ended.</summary>
    /// <param name="Line">A line of spans.jsonl.</param>
    public sealed record Record(byte[] Line)
    {
        /// <summary>Keeps <paramref name="row"/>.</summary>
        public static Record Of(SpanRow row) => new(JsonLine.Of(row, TranscriptJson.Default.SpanRow));
    }

    /// <summary>
    /// Keeps a conversation that has ended, after all spans said before; the sender gets <see cref="Concluded"/> once they are on disk.
    /// </summary>
    /// <param name="ConversationId">Which.</param>
    /// <param name="Line">A line of conversations.jsonl.</param>
    public sealed record Conclude(string ConversationId, byte[] Line)
    {
        /// <summary>Keeps <paramref name="record"/>.</summary>
        public static Conclude Of(ConversationRecord record) =>
            new(record.Id, JsonLine.Of(record, TranscriptJson.Default.ConversationRecord));
    }

    /// <summary>A conversation and its spans are kept, or cannot be.</summary>
    /// <param name="ConversationId">Which.</param>
    /// <param name="Failure">Why not; null when they are on disk.</param>
    public sealed record Concluded(string ConversationId, string? Failure);

    /// <summary>Writes what is gathered; the sender gets <see cref="Flushed"/>.</summary>
    public sealed record Flush
    {
        /// <summary>The only instance.</summary>
        public static Flush Instance { get; } = new();
    }

    /// <summary>What has become of the span rows said before; none is pending.</summary>
    /// <param name="Sent">Rows written.</param>
    /// <param name="Dropped">Rows that could not be kept.</param>
    public sealed record Flushed(long Sent, long Dropped);
}
