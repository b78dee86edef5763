using System.Security.Cryptography;
using System.Text.Json;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Sweeps;

/// <summary>Reads the runs of a sweep, one after another; the first is what the others are held against.</summary>
public sealed class SweepReader
{
    private Dictionary<string, string>? _first;

    /// <summary>What a run came to.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="concurrency">The setting it was played at.</param>
    /// <param name="temperature">The same.</param>
    public SweepRun Read(RunFolder folder, int concurrency, double temperature)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var words = new Dictionary<string, string>();
        var (counted, completed, escalated, found) = (0, 0, 0, 0);
        foreach (var conversation in folder.Conversations.Where(conversation => conversation.Ending.CountsInScores()))
        {
            counted++;
            completed += conversation.Ending == Ending.Completed ? 1 : 0;
            escalated += conversation.Ending == Ending.Escalated ? 1 : 0;
            found += CheckReport.FoundIn(conversation).Count > 0 ? 1 : 0;
            words[conversation.Id] = Fingerprint(conversation);
        }

        _first ??= words;
        var (totals, timing) = (folder.Record.Totals, folder.Record.Timing);
        return new SweepRun
        {
            Run = folder.Record.Run.Name,
            Concurrency = concurrency,
            Temperature = temperature,
            Status = folder.Record.Run.Status,
            Conversations = totals.Conversations,
            NotCounted = totals.Conversations - counted,
            Completed = new Share(completed, counted),
            Escalated = new Share(escalated, counted),
            Found = new Share(found, counted),
            AsInFirst = new Share(words.Count(said => _first.GetValueOrDefault(said.Key) == said.Value), counted),
            Turns = Each(totals.Turns),
            ToolCalls = Each(totals.ToolCalls),
            Tokens = Each(totals.InputTokens + totals.OutputTokens),
            CostUsd = totals.CostUsd,
            ConversationsPerSecond = timing.WallSeconds > 0 ? totals.Conversations / timing.WallSeconds : 0,
            Efficiency = timing.Efficiency,
            ConversationSeconds = timing.ConversationSeconds,
        };

        double Each(long sum) => totals.Conversations == 0 ? 0 : (double)sum / totals.Conversations;
    }

    private static string Fingerprint(ConversationRecord conversation) =>
        Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(conversation.Messages, TranscriptJson.Default.IReadOnlyListMessage)));
}
