using System.Buffers;
using System.Text.Json;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Tracing;

/// <summary>
/// Lines that wait to be written, as bytes: what is held is what is counted. Two pairs of buffers take turns, one filling while the
/// other is written, so a batch stays valid until the next one is taken.
/// </summary>
internal sealed class TraceBuffer(int capacityBytes)
{
    private const int WorthWriting = 256 * 1024;

    private Lines _filling = new();
    private Lines _writing = new();
    private int _spans;

    public bool IsEmpty => _filling.Bytes == 0;

    /// <summary>Whether a write is worth its while although nobody waits for it.</summary>
    public bool IsLarge => _filling.Bytes >= WorthWriting;

    /// <summary>Adds a span; false when the buffer is full.</summary>
    public bool TryAdd(SpanRow row)
    {
        if (_filling.Bytes >= capacityBytes)
        {
            return false;
        }

        _filling.Spans.Append(writer => JsonSerializer.Serialize(writer, row, TranscriptJson.Default.SpanRow));
        _spans++;
        return true;
    }

    /// <summary>Adds a conversation, whatever the fill: there is at most one for each that is under way.</summary>
    public void Add(ConversationRecord record) =>
        _filling.Conversations.Append(writer => JsonSerializer.Serialize(writer, record, TranscriptJson.Default.ConversationRecord));

    /// <summary>Takes everything; the batch taken before is void from now on.</summary>
    public TraceBatch Take(out int spans)
    {
        (_filling, _writing) = (_writing, _filling);
        _filling.Clear();
        spans = _spans;
        _spans = 0;
        return new TraceBatch(_writing.Spans.Written, _writing.Conversations.Written);
    }

    private sealed class Lines
    {
        public LineBuffer Spans { get; } = new();

        public LineBuffer Conversations { get; } = new();

        public int Bytes => Spans.Written.Length + Conversations.Written.Length;

        public void Clear()
        {
            Spans.Clear();
            Conversations.Clear();
        }
    }

    private sealed class LineBuffer
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly Utf8JsonWriter _writer = new(Stream.Null);

        public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

        public void Append(Action<Utf8JsonWriter> write)
        {
            _writer.Reset(_bytes);
            write(_writer);
            _writer.Flush();
            _bytes.Write("\n"u8);
        }

        public void Clear() => _bytes.ResetWrittenCount();
    }
}
