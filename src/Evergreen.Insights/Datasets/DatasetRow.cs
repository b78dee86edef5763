using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Evergreen.Insights.Scenarios;
using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Datasets;

/// <summary>A line of a dataset: what a customer said, to be said again to another release.</summary>
public sealed partial record DatasetRow
{
    /// <summary>The line that stands between two messages of <see cref="Input"/>.</summary>
    public const string Separator = "---";

    /// <summary>Derived from <see cref="Input"/>, so that the same row is the same row everywhere. 16 lower-case hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>The customer's messages, joined by a line <c>---</c>.</summary>
    public required string Input { get; init; }

    /// <summary>
    /// What a good answer comes to, where a person has written it down: words, or an <see cref="ExpectedShop"/> as text.
    /// </summary>
    [JsonConverter(typeof(ExpectedText))]
    public string? Expected { get; init; }

    /// <summary>Counts and kind.</summary>
    public required DatasetMetadata Metadata { get; init; }

    /// <summary>The conversation it was taken from; null when it was written by hand.</summary>
    public DatasetSource? Source { get; init; }

    /// <summary>The customer's messages, at least one.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> CustomerMessages => SplitMessages(Input);

    /// <summary>Customer turns an eval plays beyond the messages there are.</summary>
    internal int MissingMessages => Metadata.NumCustomerMessages - CustomerMessages.Count;

    /// <summary>The row of a conversation; null when its customer said nothing.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="conversation">The conversation.</param>
    public static DatasetRow? From(string run, ConversationRecord conversation)
    {
        var messages = conversation.Messages.Where(m => m.Role == "user" && !string.IsNullOrWhiteSpace(m.Content)).ToList();
        if (messages.Count == 0)
        {
            return null;
        }

        var input = string.Join($"\n{Separator}\n", messages.Select(m => WithoutSeparator(m.Content!)));
        return new DatasetRow
        {
            Id = IdOf(input),
            Input = input,
            Metadata = new DatasetMetadata(messages.Count)
            {
                NumTurns = conversation.Messages.Count(m => m.Role is "user" or "assistant"),
                Category = conversation.Category,
                ScenarioId = conversation.ScenarioId,
            },
            Source = new DatasetSource(run, conversation.Id),
        };
    }

    /// <summary>
    /// The row as a scenario to play again: the messages word for word, then as many generated ones as are missing from
    /// <see cref="DatasetMetadata.NumCustomerMessages"/>, each in answer to what the agent says this time.
    /// </summary>
    public Scenario ToScenario()
    {
        var messages = CustomerMessages;
        var email = Email().Match(Input);
        return new Scenario(Id, Metadata.Category ?? "dataset", messages[0], [.. messages.Skip(1)], email.Success ? email.Value : null)
        {
            GeneratedTurns = MissingMessages,
        };
    }

    internal static string IdOf(string input) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(input))))[..16];

    internal static IReadOnlyList<string> SplitMessages(string input) =>
        input.ReplaceLineEndings("\n").Split($"\n{Separator}\n").Select(m => m.Trim()).ToList();

    /// <summary>Two inputs that differ in case and white space only are the same input.</summary>
    private static string Normalize(string input) =>
        string.Join(' ', input.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    // A customer's own line of three dashes would tear the message in two.
    private static string WithoutSeparator(string message) =>
        string.Join('\n', message.ReplaceLineEndings("\n").Trim().Split('\n').Select(line => line.Trim() == Separator ? "- - -" : line));

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")]
    private static partial Regex Email();
}

/// <summary>What is known about a row beside its text.</summary>
/// <param name="NumCustomerMessages">Customer turns an eval plays, exactly.</param>
public sealed record DatasetMetadata(int NumCustomerMessages)
{
    /// <summary>Steps of the conversation it was taken from: the customer's, the agent's, and those that call tools.</summary>
    public int? NumTurns { get; init; }

    /// <summary>The conversation's category.</summary>
    public string? Category { get; init; }

    /// <summary>The conversation's scenario.</summary>
    public string? ScenarioId { get; init; }
}

/// <summary>Where a row comes from.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Conversation">The conversation's id.</param>
public sealed record DatasetSource(string Run, string Conversation);
