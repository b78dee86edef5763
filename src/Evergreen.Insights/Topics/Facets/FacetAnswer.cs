using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Evergreen.Insights.Topics.Facets;

/// <summary>What a facet found in one conversation.</summary>
/// <param name="Summary">The finding in a sentence; null when there was nothing to find, or the answer could not be had.</param>
public sealed partial record FacetAnswer(string? Summary = null)
{
    /// <summary>Of the sentiment facet: the class.</summary>
    public Sentiment? Sentiment { get; init; }

    /// <summary>Why there is no answer; null when there is one. Such a conversation is counted as not read, never as "nothing".</summary>
    public string? Error { get; init; }

    /// <summary>Reads a model's answer.</summary>
    /// <param name="facet">The facet's name.</param>
    /// <param name="text">What the model said.</param>
    internal static FacetAnswer Parse(string facet, string text)
    {
        var answer = text.Trim().Trim('"').Trim();
        var isNothing = answer.TrimEnd('.').Equals(Facet.Nothing, StringComparison.OrdinalIgnoreCase);
        if (answer.Length == 0)
        {
            return new FacetAnswer() { Error = "the answer was empty" };
        }

        if (isNothing || facet != Facet.Sentiment)
        {
            return new FacetAnswer(isNothing ? null : answer);
        }

        return Label().Match(answer) is { Success: true } label
            ? new FacetAnswer(Reason(answer, label)) { Sentiment = Enum.Parse<Sentiment>(label.Value, ignoreCase: true) }
            : new FacetAnswer() { Error = $"the answer names no sentiment: {answer}" };
    }

    // "Negative: the parcel is late" gives its reason; in "The customer sounds negative about it" the sentence is the reason.
    private static string? Reason(string answer, Match label)
    {
        var reason = label.Index == 0 ? answer[label.Length..].TrimStart(' ', ':', ';', ',', '.', '-', '\u2013', '\u2014') : answer;
        return reason.Length == 0 || reason.TrimEnd('.').Equals(Facet.Nothing, StringComparison.OrdinalIgnoreCase) ? null : reason;
    }

    [GeneratedRegex(@"\b(positive|neutral|negative)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}

/// <summary>How a customer felt over the whole conversation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Sentiment>))]
public enum Sentiment
{
    /// <summary>Content or grateful.</summary>
    Positive,

    /// <summary>Neither.</summary>
    Neutral,

    /// <summary>Annoyed, disappointed, worried.</summary>
    Negative,
}
