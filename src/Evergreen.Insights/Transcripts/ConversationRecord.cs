namespace Evergreen.Insights.Transcripts;

/// <summary>A line of conversations.jsonl: one conversation that has ended.</summary>
public sealed record ConversationRecord
{
    /// <summary>Scenario id and repetition, e.g. <c>shipping-03.2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The scenario it played.</summary>
    public required string ScenarioId { get; init; }

    /// <summary>The scenario's category.</summary>
    public required string Category { get; init; }

    /// <summary>The release under test.</summary>
    public required string Release { get; init; }

    /// <summary>The agent's model; <c>rehearsal</c> when it was the offline stand-in.</summary>
    public required string Model { get; init; }

    /// <summary>How it ended.</summary>
    public required Ending Ending { get; init; }

    /// <summary>Why it ended so, when the ending alone does not say; null otherwise.</summary>
    public string? EndingReason { get; init; }

    /// <summary>Customer turns that were played to their end.</summary>
    public required int Turns { get; init; }

    /// <summary>The whole conversation in OpenAI's chat shape, system prompt aside.</summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>Every tool call, in the order the agent made them.</summary>
    public required IReadOnlyList<ToolCallRecord> ToolCalls { get; init; }

    /// <summary>The rows of the shop the conversation added or changed.</summary>
    public required IReadOnlyList<ShopChangeRecord> ShopChanges { get; init; }

    /// <summary>What the agent's model was asked and gave.</summary>
    public required Usage Usage { get; init; }

    /// <summary>When, and how long.</summary>
    public required Timing Timing { get; init; }

    /// <summary>What time it was in the shop; null when nobody said, and then it was the time the conversation began.</summary>
    public DateTimeOffset? WorldClock { get; init; }
}

/// <summary>One tool call with what it came to.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Turn">The customer turn it belongs to, from 1.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments: an object, or a string when they were not valid JSON.</param>
/// <param name="Status">The last attempt's HTTP status; 0 in an imported conversation that does not tell.</param>
/// <param name="Attempts">How many attempts were made, at least 1.</param>
public sealed record ToolCallRecord(string Id, int Turn, string Name, RawJson Arguments, int Status, int Attempts)
{
    /// <summary>The last attempt's error code, if it had one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What the agent was given.</summary>
    public required RawJson Result { get; init; }

    /// <summary>The attempts that failed for now, in order; empty when none did.</summary>
    public IReadOnlyList<FailedAttempt> TransientFailures { get => field ?? []; init; }
}

/// <summary>An attempt that failed for now.</summary>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Status">Its HTTP status.</param>
/// <param name="ErrorCode">Its error code, if it had one.</param>
/// <param name="Fault">The injected fault, if it was one.</param>
/// <param name="BackoffSeconds">How long the next attempt was put off; null when there was none.</param>
public sealed record FailedAttempt(int Attempt, int Status, string? ErrorCode, string? Fault, double? BackoffSeconds);

/// <summary>A row of the shop that a conversation added or changed.</summary>
/// <param name="Table">The table.</param>
/// <param name="Change"><c>inserted</c> or <c>updated</c>.</param>
/// <param name="Row">The row as it was at the conversation's end.</param>
public sealed record ShopChangeRecord(string Table, string Change, RawJson Row);

/// <summary>Model use of one conversation, the agent's calls only.</summary>
/// <param name="ModelCalls">Calls to the agent's model.</param>
/// <param name="InputTokens">Prompt tokens.</param>
/// <param name="OutputTokens">Completion tokens.</param>
public sealed record Usage(int ModelCalls, long InputTokens, long OutputTokens)
{
    /// <summary>What the calls cost in US dollars; null when any of their prices is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Nothing yet.</summary>
    public static Usage None { get; } = new(0, 0, 0) { CostUsd = 0 };

    /// <summary>Both together.</summary>
    public Usage Plus(Usage other) =>
        new(ModelCalls + other.ModelCalls, InputTokens + other.InputTokens, OutputTokens + other.OutputTokens)
        {
            CostUsd = CostUsd + other.CostUsd,
        };
}

/// <summary>Times of one conversation.</summary>
/// <param name="StartedAt">When it began (UTC).</param>
/// <param name="Seconds">Wall seconds from beginning to end.</param>
/// <param name="WaitedSeconds">Seconds it was asked to wait: model latency, service latency and backoff.</param>
public sealed record Timing(DateTimeOffset StartedAt, double Seconds, double WaitedSeconds);
