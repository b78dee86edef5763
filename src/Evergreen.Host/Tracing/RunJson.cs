using System.Text;
using System.Text.Json;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Tracing;

/// <summary>run.json as people read it: the files' own shape, indented.</summary>
internal static class RunJson
{
    private static readonly TranscriptJson Indented = new(new JsonSerializerOptions(TranscriptJson.Default.Options) { WriteIndented = true });

    public static string Text(RunRecord record) => Encoding.UTF8.GetString(Pretty(record));

    public static byte[] Pretty(RunRecord record) => [.. JsonSerializer.SerializeToUtf8Bytes(record, Indented.RunRecord), (byte)'\n'];
}
