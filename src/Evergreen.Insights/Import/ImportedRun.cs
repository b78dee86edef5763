using System.Security.Cryptography;
using System.Text;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Import;

/// <summary>Imported conversations as a run: what run.json says of them.</summary>
public static class ImportedRun
{
    /// <summary>Describes a run that was not played here but read from a file.</summary>
    /// <param name="name">The run's name, which is its folder's.</param>
    /// <param name="file">Where the conversations were read from.</param>
    /// <param name="conversations">The conversations.</param>
    /// <param name="importedAt">When (UTC).</param>
    public static RunRecord Describe(
        string name, string file, IReadOnlyList<ConversationRecord> conversations, DateTimeOffset importedAt) => new()
        {
            Run = new RunInfo(name, IdOf(name, importedAt), RunStatus.Completed, importedAt)
            {
                EndedAt = importedAt,
                Reproducible = "no: the conversations were imported",
            },
            Options = new Dictionary<string, string?> { ["import"] = file },
            Totals = Sum(conversations),
            Timing = new RunTiming { ConversationSeconds = Quantile.Percentiles(conversations.Select(c => c.Timing.Seconds)) },
        };

    private static RunTotals Sum(IReadOnlyList<ConversationRecord> conversations)
    {
        var calls = conversations.SelectMany(c => c.ToolCalls).ToList();
        return new RunTotals
        {
            Conversations = conversations.Count,
            ByEnding = conversations.CountBy(c => c.Ending.ToString()).ToDictionary(),
            ByCategory = conversations.CountBy(c => c.Category).ToDictionary(),
            Turns = conversations.Sum(c => (long)c.Turns),
            ModelCalls = conversations.Sum(c => (long)c.Usage.ModelCalls),
            ToolCalls = calls.Count,
            ToolAttempts = calls.Sum(c => (long)c.Attempts),
            Escalations = conversations.Count(c => c.Ending == Ending.Escalated),
            Refunds = Succeeded(calls, "process_refund"),
            Returns = Succeeded(calls, "initiate_return"),
            Tickets = Succeeded(calls, "escalate_to_human"),
            InputTokens = conversations.Sum(c => c.Usage.InputTokens),
            OutputTokens = conversations.Sum(c => c.Usage.OutputTokens),
        };
    }

    private static int Succeeded(List<ToolCallRecord> calls, string tool) =>
        calls.Count(c => c.Name == tool && c.Status is >= 200 and < 300);

    private static string IdOf(string name, DateTimeOffset importedAt) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}\n{importedAt.UtcTicks}")))[..16];
}
