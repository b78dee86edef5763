using System.IO.Compression;
using System.Text.Json;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Reports;

/// <summary>A conversation as it is read on the page.</summary>
/// <param name="Conversation">The conversation, long texts cut.</param>
/// <param name="Timeline">Its spans; empty when it has none.</param>
/// <param name="Scores">Its scores with their reasons; empty for a run.</param>
public sealed record ReportTranscript(
    ConversationRecord Conversation, IReadOnlyList<TimelineSpan> Timeline, IReadOnlyList<Score> Scores);

/// <summary>
/// Transcripts in packs: JSON arrays, compressed by gzip and written in base64. The page unpacks those it is asked to show, so
/// that thousands of conversations neither slow its opening nor bloat its file.
/// </summary>
/// <param name="PackSize">Conversations a pack; the last may have fewer.</param>
/// <param name="Packs">The packs, in the order of the conversations.</param>
/// <param name="TextLimit">Texts of more characters than this are cut, and say so where they are shown.</param>
/// <param name="CutTexts">How many were.</param>
public sealed record TranscriptPacks(int PackSize, IReadOnlyList<string> Packs, int TextLimit, int CutTexts)
{
    private const int Size = 50;
    private const int Limit = 20_000;

    internal static TranscriptPacks Of(IEnumerable<ReportTranscript> transcripts)
    {
        var cut = 0;
        string[] packs = [.. transcripts.Select(t => t with { Conversation = Shortened(t.Conversation) }).Chunk(Size).Select(Pack)];
        return new TranscriptPacks(Size, packs, Limit, cut);

        ConversationRecord Shortened(ConversationRecord conversation) => conversation with
        {
            Messages = [.. conversation.Messages.Select(m => m with { Content = m.Content is null ? null : Text(m.Content) })],
            ToolCalls = [.. conversation.ToolCalls.Select(c => c with { Arguments = Json(c.Arguments), Result = Json(c.Result) })],
            ShopChanges = [.. conversation.ShopChanges.Select(c => c with { Row = Json(c.Row) })],
        };

        RawJson Json(RawJson json) => json.Text is { Length: > Limit } text ? RawJson.FromString(Text(text)) : json;

        string Text(string text)
        {
            if (text.Length <= Limit)
            {
                return text;
            }

            cut++;
            // Half a character outside the basic plane is no text.
            var end = char.IsHighSurrogate(text[Limit - 1]) ? Limit - 1 : Limit;
            return $"{text[..end]} … ({text.Length - end} more characters)";
        }
    }

    private static string Pack(ReportTranscript[] transcripts)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, transcripts, ReportJson.Default.ReportTranscriptArray);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
