using System.Globalization;
using Evergreen.Insights.Checks;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Filters;

/// <summary>The names a filter may use on the conversations at hand, beside those that every conversation has.</summary>
/// <param name="Facets">Facets that were found, e.g. <c>task</c>, <c>sentiment</c>.</param>
/// <param name="Scores">Scorers that were run; a filter calls them <c>score.NAME</c>.</param>
public sealed record FilterNames(IReadOnlyList<string> Facets, IReadOnlyList<string> Scores)
{
    /// <summary>Conversations nobody has looked at yet.</summary>
    public static FilterNames None { get; } = new([], []);

    /// <summary>Said after the names when an unknown one is used: how there could be more. Empty when there could not.</summary>
    public string Hint { get; init; } = Facets.Count > 0 ? "" : " (and facets such as task and sentiment, once topics has been run)";

    /// <summary>What is known of a dataset's row, which nobody has played yet.</summary>
    public static FilterNames OfDatasetRows { get; } = new([], []) { _only = ["id", "scenario", "category", "text", "turns"], Hint = "" };

    private IReadOnlyList<string>? _only;

    private static readonly IReadOnlyList<FilterField> OfEveryConversation =
    [
        new TextField("id", s => [s.Conversation.Id]),
        new TextField("scenario", s => [s.Conversation.ScenarioId]),
        new TextField("category", s => [s.Conversation.Category]),
        new TextField("release", s => [s.Conversation.Release]),
        new TextField("model", s => [s.Conversation.Model]),
        new TextField("ending", s => [s.Conversation.Ending.ToString()]) { Allowed = Enum.GetNames<Ending>() },
        new TextField("tool", s => s.Conversation.ToolCalls.Select(c => c.Name)),
        new TextField("error", s => s.Conversation.ToolCalls.SelectMany(ErrorCodes)),
        new TextField("check", s => CheckReport.FoundIn(s.Conversation)) { Allowed = CheckReport.Names },
        new NumberField("checks", s => CheckReport.FoundIn(s.Conversation).Count),
        new TextField("text", s => s.Conversation.Messages.Where(m => m.Role is "user" or "assistant").Select(m => m.Content ?? "")),
        new NumberField("turns", s => s.Conversation.Turns),
        new NumberField("retries", s => s.Conversation.ToolCalls.Sum(c => c.Attempts - 1)),
        new NumberField("seconds", s => s.Conversation.Timing.Seconds),
        new NumberField("score", s => s.Scores.Count == 0 ? null : s.Scores.Values.Average()),
    ];

    /// <summary>Every name, in the order a user is told them.</summary>
    public IEnumerable<string> All => Fields.Select(f => f.Name);

    internal FilterField? Find(string name) => Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<FilterField> Fields =>
    [
        .. OfEveryConversation.Where(f => _only?.Contains(f.Name) != false),
        .. Facets.Select(FacetField),
        .. Scores.Select(name => new NumberField($"score.{name}", s => s.Scores.TryGetValue(name, out var score) ? score : null)),
    ];

    private static TextField FacetField(string name) =>
        new(name, s => s.Facets.TryGetValue(name, out var finding) && finding.Label is not null ? [finding.Label] : [])
        {
            Searched = s => s.Facets.TryGetValue(name, out var finding) ? [finding.Label ?? "", finding.Summary] : [],
        };

    private static IEnumerable<string> ErrorCodes(ToolCallRecord call) =>
        call.TransientFailures.Select(f => f.ErrorCode).Append(call.ErrorCode).OfType<string>();
}

/// <summary>Something about a conversation that a filter can ask for.</summary>
internal abstract record FilterField(string Name)
{
    /// <summary>The operators that make sense here.</summary>
    public abstract IReadOnlyList<string> Operators { get; }

    /// <summary>Turns an operator and a value into a question; throws <see cref="FormatException"/> on a value it cannot take.</summary>
    public abstract Func<FilterSubject, bool> Compile(string @operator, string value);
}

/// <summary>Text, of which a conversation may have none, one or several, e.g. the tools it called. Upper and lower case are alike.</summary>
internal sealed record TextField(string Name, Func<FilterSubject, IEnumerable<string>> Values) : FilterField(Name)
{
    /// <summary>What ~ looks through, when that is more than what = compares.</summary>
    public Func<FilterSubject, IEnumerable<string>> Searched { get; init; } = Values;

    /// <summary>The only values there are, when they are known.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    public override IReadOnlyList<string> Operators { get; } = ["=", "!=", "~", "!~"];

    public override Func<FilterSubject, bool> Compile(string @operator, string value)
    {
        if (Allowed is not null && @operator is "=" or "!=" && !Allowed!.Contains(value, StringComparer.OrdinalIgnoreCase))
        {
            throw new FormatException($"\"{value}\" is no {Name}; there are {string.Join(", ", Allowed!)}");
        }

        return @operator switch
        {
            "=" => Equal,
            "!=" => s => !Equal(s),
            "~" => Found,
            _ => s => !Found(s),
        };

        bool Equal(FilterSubject s) => Values(s).Any(v => v.Equals(value, StringComparison.OrdinalIgnoreCase));
        bool Found(FilterSubject s) => Searched(s).Any(v => v.Contains(value, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A number. Where a conversation has none, e.g. because it is not scored, no comparison holds, not even !=.</summary>
internal sealed record NumberField(string Name, Func<FilterSubject, double?> Value) : FilterField(Name)
{
    public override IReadOnlyList<string> Operators { get; } = ["=", "!=", ">", ">=", "<", "<="];

    public override Func<FilterSubject, bool> Compile(string @operator, string value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) || !double.IsFinite(limit))
        {
            throw new FormatException($"\"{value}\" is no number, and {Name} is one");
        }

        return subject => Value(subject) is { } number && @operator switch
        {
            "=" => number == limit,
            "!=" => number != limit,
            ">" => number > limit,
            ">=" => number >= limit,
            "<" => number < limit,
            _ => number <= limit,
        };
    }
}
