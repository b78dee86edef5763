using Evergreen.Actors.Tracing;

namespace Evergreen.SimulationBench;

/// <summary>Appends a run's lines to two files, as a run folder does.</summary>
internal sealed class DiskSink(string folder) : ITraceSink, IDisposable
{
    private readonly FileStream _spans = new(Path.Combine(folder, "spans.jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
    private readonly FileStream _conversations = new(Path.Combine(folder, "conversations.jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);

    public Task WriteAsync(TraceBatch batch, CancellationToken cancellationToken)
    {
        _spans.Write(batch.Spans.Span);
        _conversations.Write(batch.Conversations.Span);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _spans.Dispose();
        _conversations.Dispose();
    }
}
