using System.Text.Json.Serialization;
using Evergreen.Insights.Statistics;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Checks;

/// <summary>What the checks found over a number of conversations.</summary>
/// <param name="Conversations">How many were looked at; what ended by our own fault is not.</param>
/// <param name="Checks">The result of each check by its name, in their fixed order.</param>
public sealed record CheckReport(int Conversations, IReadOnlyDictionary<string, CheckResult> Checks)
{
    internal static IReadOnlyList<ConversationCheck> All { get; } =
    [
        new DeadEndAfterNotFound(),
        new LateShipmentWithoutShippingRefund(),
        new ReturnRefusedBecauseOfRefund(),
        new PromoTiedToDelivery(),
        new EscalatedAfterTransientError(),
        new InventedFact(),
        new ClaimedWithoutDoing(),
        new ActionWithoutOwnership(),
        new PaidTwice(),
    ];

    /// <summary>The names of the five failure patterns, which a release is to mend; the other checks guard what it must not break.</summary>
    public static IReadOnlyList<string> FailurePatterns { get; } = [.. All.Take(5).Select(check => check.Name)];

    /// <summary>The names of all checks, in their fixed order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(check => check.Name)];

    /// <summary>The checks that find something in one conversation; none in one that ended by our own fault.</summary>
    public static IReadOnlyList<string> FoundIn(ConversationRecord conversation)
    {
        if (!conversation.Ending.CountsInScores())
        {
            return [];
        }

        var trace = new ConversationTrace(conversation);
        return All.Where(check => check.Found(trace) == true).Select(check => check.Name).ToList();
    }

    /// <summary>Runs every check over every conversation that counts, keeping none of them in memory.</summary>
    public static CheckReport Of(IEnumerable<ConversationRecord> conversations)
    {
        var results = All.ToDictionary(c => c.Name, c => (Check: c, Applicable: 0, Found: new List<string>()));
        var looked = 0;
        foreach (var trace in conversations.Where(c => c.Ending.CountsInScores()).Select(c => new ConversationTrace(c)))
        {
            looked++;
            foreach (var check in All)
            {
                var result = results[check.Name];
                if (check.Found(trace) is { } found)
                {
                    results[check.Name] = result with { Applicable = result.Applicable + 1 };
                    if (found)
                    {
                        result.Found.Add(trace.Record.Id);
                    }
                }
            }
        }

        return new CheckReport(looked, results.Values.ToDictionary(
            r => r.Check.Name, r => new CheckResult(r.Check.Description, r.Applicable, r.Found.Count, r.Found)));
    }
}

/// <summary>What one check found.</summary>
/// <param name="Description">What it looks for, and where.</param>
/// <param name="Applicable">Conversations in which it could have been found.</param>
/// <param name="Count">Conversations in which it was.</param>
/// <param name="Conversations">Their ids, in the order of the run.</param>
public sealed record CheckResult(string Description, int Applicable, int Count, IReadOnlyList<string> Conversations)
{
    /// <summary>Count divided by applicable; null when it applied to none.</summary>
    public double? Rate => Share.Value;

    /// <summary>The rate's 95 % interval.</summary>
    public Interval? Interval => Share.Interval;

    private Share Share => new(Count, Applicable);
}

/// <summary>How the report is written with <c>--json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(CheckReport))]
public sealed partial class CheckJson : JsonSerializerContext;
