using Evergreen.Insights.Transcripts;

namespace Evergreen.Host.Display;

/// <summary>A run's conversations summed up by category.</summary>
internal sealed class CategoryTally
{
    private readonly SortedDictionary<string, List<double>> _seconds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Row> _rows = [];
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private (int Interest, string Id)? _worthReading;

    private CategoryTally()
    {
    }

    /// <summary>One row a category, in alphabetical order.</summary>
    public IReadOnlyList<Row> Rows => [.. _seconds.Select(pair => _rows[pair.Key] with { MedianSeconds = Median(pair.Value) })];

    /// <summary>All categories together.</summary>
    public Row All => _rows.Values.Aggregate(new Row("all"), (sum, row) => sum.Plus(row)) with
    {
        MedianSeconds = Median([.. _seconds.Values.SelectMany(seconds => seconds)]),
    };

    /// <summary>The conversation in which most went wrong and was dealt with; null when there is none at all.</summary>
    public string? WorthReading => _worthReading?.Id;

    /// <summary>The reason given most often by conversations that failed by our own fault; null when none did.</summary>
    public string? CommonestFailure => _failures.Count == 0 ? null : _failures.MaxBy(failure => failure.Value).Key;

    public static CategoryTally Of(IEnumerable<ConversationRecord> conversations)
    {
        var tally = new CategoryTally();
        foreach (var conversation in conversations)
        {
            tally.Add(conversation);
        }

        return tally;
    }

    private void Add(ConversationRecord conversation)
    {
        var category = conversation.Category;
        _rows[category] = _rows.GetValueOrDefault(category, new Row(category)).Plus(new Row(category)
        {
            Conversations = 1,
            Completed = conversation.Ending == Ending.Completed ? 1 : 0,
            Escalated = conversation.Ending == Ending.Escalated ? 1 : 0,
            Turns = conversation.Turns,
            ToolCalls = conversation.ToolCalls.Count,
            Retries = conversation.ToolCalls.Sum(call => call.Attempts - 1),
        });
        if (!_seconds.TryGetValue(category, out var seconds))
        {
            _seconds[category] = seconds = [];
        }

        seconds.Add(conversation.Timing.Seconds);

        if (conversation is { EndingReason: { } reason } && conversation.Ending.IsFailure())
        {
            _failures[reason] = _failures.GetValueOrDefault(reason) + 1;
        }

        var interest = (conversation.Ending.IsFailure() ? 100 : 0)
            + 3 * conversation.ToolCalls.Sum(call => call.TransientFailures.Count)
            + 2 * conversation.ShopChanges.Count
            + (conversation.Ending == Ending.Escalated ? 1 : 0);
        if (_worthReading is not { } best || (interest, conversation.Id).CompareTo((best.Interest, best.Id)) > 0)
        {
            _worthReading = (interest, conversation.Id);
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }

    /// <summary>Sums over conversations.</summary>
    public sealed record Row(string Category)
    {
        public int Conversations { get; init; }

        public int Completed { get; init; }

        public int Escalated { get; init; }

        public long Turns { get; init; }

        public long ToolCalls { get; init; }

        public long Retries { get; init; }

        public double MedianSeconds { get; init; }

        public double MeanTurns => Conversations == 0 ? 0 : (double)Turns / Conversations;

        public double MeanToolCalls => Conversations == 0 ? 0 : (double)ToolCalls / Conversations;

        public Row Plus(Row other) => this with
        {
            Conversations = Conversations + other.Conversations,
            Completed = Completed + other.Completed,
            Escalated = Escalated + other.Escalated,
            Turns = Turns + other.Turns,
            ToolCalls = ToolCalls + other.ToolCalls,
            Retries = Retries + other.Retries,
        };
    }
}
