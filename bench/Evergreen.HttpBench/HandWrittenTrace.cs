using System.Text.Json;
using Evergreen.Insights.Spans;
using Evergreen.Insights.Transcripts;

namespace Evergreen.HttpBench;

/// <summary>The rows Evergreen writes of a conversation, as one would write them by hand around a loop: in one file, in one go each.</summary>
internal sealed class HandWrittenTrace : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly FileStream _file;
    private readonly Lock _lock = new();
    private long _rows;

    public HandWrittenTrace() => _file = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    public long Rows => Volatile.Read(ref _rows);

    public void Write(string conversation, IReadOnlyList<(string Input, string Output)> calls)
    {
        using var buffer = new MemoryStream(64 * 1024);
        var trace = conversation.PadLeft(32, '0');
        var (span, next) = (0, 0);
        var root = Row(buffer, trace, "", "conversation", "task", Quoted(conversation), Quoted("Completed"), ++span);
        for (var turn = 0; turn < Story.CustomerLines.Count; turn++)
        {
            var parent = Row(buffer, trace, root, $"turn_{turn + 1}", "task", Quoted(Story.CustomerLines[turn]), Quoted("done"), ++span);
            for (var call = 0; call < Story.ModelCallsOf(turn); call++)
            {
                var (question, answer) = calls[next++];
                Row(buffer, trace, parent, "Chat Completion", "llm", question, answer, ++span);
            }

            foreach (var (_, tool, arguments) in turn == 0 ? Story.Calls : [])
            {
                Row(buffer, trace, parent, tool, "tool", arguments, Story.Result, ++span);
            }
        }

        lock (_lock)
        {
            _file.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
            _rows += span;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    private static string Row(MemoryStream buffer, string trace, string parent, string name, string type, string input, string output, int number)
    {
        var id = number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        var now = TimeProvider.System.GetUtcNow();
        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        JsonSerializer.Serialize(
            buffer,
            new SpanRow
            {
                SpanId = id,
                RootSpanId = trace,
                SpanParents = parent.Length == 0 ? [] : [parent],
                SpanAttributes = new SpanAttributes(name, type) { ExecCounter = number },
                Created = now,
                Input = new RawJson(input),
                Output = new RawJson(output),
                Metadata = new RawJson("{\"model\":\"gpt-4o-mini\",\"provider\":\"openai\"}"),
                Metrics = new Dictionary<string, double> { ["start"] = seconds, ["end"] = seconds, ["tokens"] = 110 },
            },
            TranscriptJson.Default.SpanRow);
        buffer.WriteByte((byte)'\n');
        return id;
    }

    private static string Quoted(string text) => RawJson.FromString(text).Text;
}
