using System.Text;
using System.Text.Json;
using Evergreen.Actors.Tracing;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Testing;

/// <summary>Keeps a run's lines in memory; can be told to hold a write back or to fail.</summary>
public sealed class CollectingSink : ITraceSink
{
    private TaskCompletionSource? _gate;
    private Exception? _failure;

    /// <summary>Lines of spans.jsonl.</summary>
    public List<JsonElement> Spans { get; } = [];

    /// <summary>Lines of conversations.jsonl.</summary>
    public List<ConversationRecord> Conversations { get; } = [];

    /// <summary>Batches written.</summary>
    public int Batches { get; private set; }

    /// <summary>The span of that name; the first of them.</summary>
    public JsonElement Span(string name) =>
        Spans.First(span => span.GetProperty("span_attributes").GetProperty("name").GetString() == name);

    /// <summary>Holds writes back until <see cref="Release"/>.</summary>
    public void Hold() => _gate = new TaskCompletionSource();

    /// <summary>Lets the held write through.</summary>
    public void Release()
    {
        var gate = _gate;
        _gate = null;
        gate?.SetResult();
    }

    /// <summary>Every write fails from now on.</summary>
    public void Break(string message) => _failure = new IOException(message);

    /// <inheritdoc/>
    public Task WriteAsync(TraceBatch batch, CancellationToken cancellationToken)
    {
        if (_failure is not null)
        {
            return Task.FromException(_failure);
        }

        Batches++;
        Spans.AddRange(Lines(batch.Spans).Select(line => JsonElement.Parse(line)));
        Conversations.AddRange(Lines(batch.Conversations)
            .Select(line => JsonSerializer.Deserialize(line, TranscriptJson.Default.ConversationRecord)!));
        return _gate?.Task ?? Task.CompletedTask;
    }

    private static string[] Lines(ReadOnlyMemory<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
