using System.Text.Json;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Evals;

/// <summary>Passes a run's lines on, and tells of every conversation that is on disk. Whoever writes does not wait for that.</summary>
/// <param name="lines">Where the lines are kept.</param>
/// <param name="ended">Told of each conversation, one at a time.</param>
internal sealed class ScoringSink(ITraceSink lines, Action<ConversationRecord> ended) : ITraceSink
{
    private Task _telling = Task.CompletedTask;

    public async Task WriteAsync(TraceBatch batch, CancellationToken cancellationToken)
    {
        await lines.WriteAsync(batch, cancellationToken);
        if (!batch.Conversations.IsEmpty)
        {
            // The batch's memory is used again once this returns.
            _telling = TellAsync(_telling, batch.Conversations.ToArray());
        }
    }

    /// <summary>Waits until all conversations that were written have been told of.</summary>
    public Task CompleteAsync() => _telling;

    private async Task TellAsync(Task before, byte[] conversations)
    {
        await before;
        await Task.Yield();
        for (var rest = conversations.AsMemory(); !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            ended(JsonSerializer.Deserialize(rest.Span[..end], TranscriptJson.Default.ConversationRecord)!);
            rest = rest[(end + 1)..];
        }
    }
}
