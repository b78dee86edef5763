using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Support;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>A conversation as a readable record tells it: lines that begin with Customer, Agent or Tool.</summary>
internal sealed partial class CaseRecord
{
    private CaseRecord(IReadOnlyList<CaseTurn> turns)
    {
        Turns = turns;
        Calls = [.. turns.SelectMany(turn => turn.Calls)];
        Concerns = ConcernsOver(turns);
    }

    public IReadOnlyList<CaseTurn> Turns { get; }

    /// <summary>All tool calls, in order.</summary>
    public IReadOnlyList<CaseCall> Calls { get; }

    /// <summary>What the customer was after, over the whole conversation, each as it stood when it was last on the table.</summary>
    public IReadOnlyList<Concern> Concerns { get; }

    public static CaseRecord Read(string text)
    {
        var turns = new List<CaseTurn>();
        foreach (var (speaker, said) in Entries(text))
        {
            if (speaker is "customer" or "user")
            {
                turns.Add(new CaseTurn(new Utterance(said)));
            }
            else if (turns.Count > 0 && speaker is "agent" or "assistant")
            {
                turns[^1].Agent.Append(turns[^1].Agent.Length > 0 ? " " : "").Append(said);
            }
            else if (turns.Count > 0 && speaker == "tool" && CallPattern().Match(said) is { Success: true } call)
            {
                turns[^1].Calls.Add(CaseCall.Of(call));
            }
        }

        return new CaseRecord(turns);
    }

    /// <summary>A line that does not name a speaker belongs to the one before.</summary>
    private static IEnumerable<(string Speaker, string Text)> Entries(string text)
    {
        string? speaker = null;
        var said = new StringBuilder();
        foreach (var line in text.Split('\n').Append("End:"))
        {
            var start = SpeakerPattern().Match(line);
            if (!start.Success)
            {
                said.Append('\n').Append(line.Trim());
                continue;
            }

            if (speaker is not null)
            {
                yield return (speaker, said.ToString().Trim());
            }

            speaker = start.Groups[1].Value.ToLowerInvariant();
            said.Clear().Append(line, start.Length, line.Length - start.Length);
        }
    }

    private static List<Concern> ConcernsOver(IReadOnlyList<CaseTurn> turns)
    {
        var concerns = new List<Concern>();
        for (var i = 1; i <= turns.Count; i++)
        {
            foreach (var concern in Agenda.Of(Conversation.OfWords(turns.Take(i).Select(turn => turn.Customer))).Concerns)
            {
                concerns.RemoveAll(known => known.Intent == concern.Intent && (known.OrderId is null || known.OrderId == concern.OrderId));
                concerns.Add(concern);
            }
        }

        return concerns;
    }

    [GeneratedRegex(@"^(Customer|User|Agent|Assistant|Tool|Shop|Ended|End):\s?", RegexOptions.IgnoreCase)]
    private static partial Regex SpeakerPattern();

    [GeneratedRegex(@"^(?<name>\w+)\s*\(?(?<arguments>.*?)\)?\s*(?:->|→)\s*(?:(?<status>\d{3})\b)?\s*(?<code>[A-Z][A-Z_]{4,})?\s*(?:after (?<attempts>\d+) attempts)?\s*(?<body>.*)$", RegexOptions.Singleline)]
    private static partial Regex CallPattern();
}

/// <summary>A customer's message with what the agent did and said about it.</summary>
internal sealed class CaseTurn(Utterance customer)
{
    public Utterance Customer { get; } = customer;

    public List<CaseCall> Calls { get; } = [];

    public StringBuilder Agent { get; } = new();

    /// <summary>What the agent said, as text.</summary>
    public string Reply => Agent.ToString();
}

/// <summary>A tool call with what came of it.</summary>
internal sealed record CaseCall(string Name, string Arguments, int Status, string? Code, int Attempts, string Body)
{
    public bool Succeeded => Status < 400 && !FoundNothing;

    public bool FoundNothing => Status == 404 || Body is "null" or "[]";

    public bool FailedForNow => Status is >= 500 or 408 or 429;

    /// <summary>The shop's rules said no.</summary>
    public bool Refused => Status is 402 or 403 or 409 or 422 || Body.Contains("\"eligible\":false", StringComparison.Ordinal);

    public bool IsFor(string? orderId) => orderId is null || Arguments.Contains(orderId, StringComparison.OrdinalIgnoreCase);

    public static CaseCall Of(Match match) => new(
        match.Groups["name"].Value,
        match.Groups["arguments"].Value,
        match.Groups["status"] is { Success: true, ValueSpan: var status } ? int.Parse(status, CultureInfo.InvariantCulture) : 200,
        match.Groups["code"] is { Success: true, Value: var code } ? code : null,
        match.Groups["attempts"] is { Success: true, ValueSpan: var attempts } ? int.Parse(attempts, CultureInfo.InvariantCulture) : 1,
        match.Groups["body"].Value.Trim());
}
