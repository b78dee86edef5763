using System.Globalization;
using System.Text.RegularExpressions;

namespace Evergreen.Insights.Checks;

/// <summary>The agent states a number that nobody gave it.</summary>
internal sealed partial class InventedFact : ConversationCheck
{
    // What the shop's published policies say, which the agent knows without asking a tool.
    private static readonly decimal[] PolicyAmounts = [5.99m, 12.99m, 14.99m, 24.99m, 50m];

    public override string Name => "invented_fact";

    public override string Description =>
        "Of the conversations in which the agent stated an order number, another reference, an amount in dollars or a date: one of "
        + "them stands neither in what the tools gave nor in what the customer said, nor follows from it.";

    public override bool? Found(ConversationTrace trace)
    {
        var said = string.Join('\n', trace.Turns.Select(t => t.Agent));
        var known = string.Join('\n', trace.Calls.Select(c => c.Record.Result.Text).Prepend(trace.CustomerText));
        bool[] stated = [Reference().IsMatch(said), Dollars().IsMatch(said), Date().IsMatch(said)];
        return stated.Any(s => s) ? InventsReference(said, known) || InventsAmount(said, known) || InventsDate(said, known) : null;
    }

    private static bool InventsReference(string said, string known) =>
        Reference().Matches(said).Any(m => !known.Contains(m.Value, StringComparison.OrdinalIgnoreCase));

    private static bool InventsAmount(string said, string known)
    {
        var amounts = Number().Matches(known).Select(m => decimal.Parse(m.Value, CultureInfo.InvariantCulture)).ToHashSet();
        amounts.UnionWith(PolicyAmounts);
        return Dollars().Matches(said)
            .Select(m => decimal.Parse(m.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
            // A sum or a difference of two known amounts is arithmetic, not invention.
            .Any(amount => !amounts.Contains(amount) && !amounts.Any(a => amounts.Contains(amount - a) || amounts.Contains(amount + a)));
    }

    private static bool InventsDate(string said, string known)
    {
        var dates = Date().Matches(known).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        return Date().Matches(said).Any(m => !dates.Contains(m.Value));
    }

    [GeneratedRegex(@"\b(?:[A-Z]{2,5}-[0-9A-Z]{3,}|[0-9][0-9A-Z]{9,}|[A-Z]{2}[0-9][0-9A-Z]{8,})\b")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\$\s?(\d[\d,]*(?:\.\d{1,2})?)")]
    private static partial Regex Dollars();

    // A JSON number or an amount with its sign, but no part of a date or a time.
    [GeneratedRegex(@"(?<=""\s?:\s?|[\[,]\s?|\$\s?)\d+(?:\.\d+)?(?!\d*[-:])")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}")]
    private static partial Regex Date();
}
