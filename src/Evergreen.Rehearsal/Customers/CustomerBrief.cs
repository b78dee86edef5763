using System.Globalization;
using System.Text.RegularExpressions;
using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Customers;

/// <summary>What a system prompt tells somebody who is to play a customer.</summary>
internal sealed partial record CustomerBrief
{
    private static readonly ReadCache<CustomerBrief> Known = new(Parse);

    /// <summary>The tone, as the prompt words it.</summary>
    public required string Tone { get; init; }

    public required Utterance Opening { get; init; }

    /// <summary>Null when the customer has none to give.</summary>
    public string? Email { get; init; }

    /// <summary>What to write when giving up, e.g. <c>[LEAVES]</c>; null when the prompt names nothing.</summary>
    public string? LeavesMarker { get; init; }

    /// <summary>How many replies in a row may lead nowhere.</summary>
    public int Patience { get; init; } = 3;

    /// <summary>The order the customer knows the number of.</summary>
    public string? OrderId => Opening.OrderIds.Count > 0 ? Opening.OrderIds[0].Value : null;

    public static bool IsAskedFor(string prompt) => RolePattern().IsMatch(prompt);

    public static CustomerBrief Read(string prompt) => Known.Of(prompt);

    private static CustomerBrief Parse(string prompt)
    {
        var email = EmailPattern().Match(prompt).Groups[1].Value;
        return new CustomerBrief
        {
            Tone = TonePattern().Match(prompt).Groups[1].Value.Trim(),
            Opening = Utterance.Of(OpeningPattern().Match(prompt).Groups[1].Value.Trim()),
            Email = email.Contains('@', StringComparison.Ordinal) ? email : null,
            LeavesMarker = MarkerPattern().Match(prompt) is { Success: true } marker ? marker.Value : null,
            Patience = PatiencePattern().Match(prompt) is { Success: true } patience
                ? int.Parse(patience.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
                : 3,
        };
    }

    [GeneratedRegex(@"\b(?:you play|you are|act as|pretend to be|play the role of|role-play)\b(?:(?!agent|assistant|help|support|judge)[^.\n]){0,40}\bcustomer\b(?! (?:support|service|care))", RegexOptions.IgnoreCase)]
    private static partial Regex RolePattern();

    [GeneratedRegex(@"\btone:\s*([^\n]+)", RegexOptions.IgnoreCase)]
    private static partial Regex TonePattern();

    [GeneratedRegex(@"\be-?mail(?: address)?:\s*(\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"\b(?:came for|opening(?: message)?|first message):\s*((?:.|\n(?!\n|- ))+)", RegexOptions.IgnoreCase)]
    private static partial Regex OpeningPattern();

    [GeneratedRegex(@"\[[A-Z][A-Z_ ]+\]")]
    private static partial Regex MarkerPattern();

    [GeneratedRegex(@"\b(\d+) replies in a row", RegexOptions.IgnoreCase)]
    private static partial Regex PatiencePattern();
}
