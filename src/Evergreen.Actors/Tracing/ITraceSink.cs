namespace Evergreen.Actors.Tracing;

/// <summary>Where a run's lines are kept. One batch is written at a time.</summary>
public interface ITraceSink
{
    /// <summary>
    /// Appends a batch: span lines first, so that a conversation on disk always has its spans. All of it or, when this throws,
    /// nothing: no half line may stay behind.
    /// </summary>
    Task WriteAsync(TraceBatch batch, CancellationToken cancellationToken);
}

/// <summary>Lines ready to be appended, each ending in a line feed.</summary>
/// <param name="Spans">Lines of spans.jsonl.</param>
/// <param name="Conversations">Lines of conversations.jsonl.</param>
public readonly record struct TraceBatch(ReadOnlyMemory<byte> Spans, ReadOnlyMemory<byte> Conversations);
