using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Evergreen.Rehearsal.Dialogue;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>
/// Answers prompts about a conversation: a judge's question, a facet, or names for topics. Which it is, the prompt tells by the
/// answer it asks for; what is asked, by its question.
/// </summary>
internal static partial class Reviewer
{
    private const string Nothing = "NONE";

    public static bool IsAskedFor(string prompt) => AsksForNames(prompt) || AsksForVerdict(prompt) || AsksForFacet(prompt);

    public static string Answer(Conversation conversation)
    {
        var prompt = conversation.SystemPrompt;
        var material = conversation.Latest?.Text ?? "";
        return AsksForNames(prompt) ? TopicNames.For(material)
            : AsksForVerdict(prompt) ? Verdict(prompt, new Findings(CaseRecord.Read(material)))
            : Facet(prompt, CaseRecord.Read(material)) ?? Nothing;
    }

    private static bool AsksForNames(string prompt) => TopicsPattern().IsMatch(prompt);

    private static bool AsksForVerdict(string prompt) => VerdictPattern().IsMatch(prompt);

    private static bool AsksForFacet(string prompt) => prompt.Contains(Nothing, StringComparison.Ordinal) && FacetPattern().IsMatch(prompt);

    private static string Verdict(string prompt, Findings findings)
    {
        var question = Question(prompt);
        var judgement = MannerPattern().IsMatch(question) ? Verdicts.Empathy(findings)
            : ResolvedPattern().IsMatch(question) ? Verdicts.Resolution(findings)
            : Verdicts.Helpfulness(findings);
        var reason = Phrasebook.Review.First(judgement.Reason, [("about", judgement.About)]);
        var verdict = judgement.IsYes ? "yes" : "no";
        if (!prompt.Contains("\"verdict\"", StringComparison.Ordinal))
        {
            return $"{reason}\nVERDICT: {verdict}";
        }

        var json = new StringBuilder("{\"reason\": \"").Append(JsonEncodedText.Encode(reason)).Append("\", \"verdict\": \"").Append(verdict).Append("\"}");
        return json.ToString();
    }

    private static string? Facet(string prompt, CaseRecord record)
    {
        var question = Question(prompt);
        return question switch
        {
            _ when GapPattern().IsMatch(question) => Facets.ResolutionGap(new Findings(record)),
            _ when SentimentPattern().IsMatch(question) => Facets.SentimentOf(record),
            _ when IssuesPattern().IsMatch(question) => Facets.Issues(new Findings(record)),
            _ => Facets.Task(record),
        };
    }

    /// <summary>The prompt's question if it marks one, else its heading and first words.</summary>
    private static string Question(string prompt) => QuestionPattern().Match(prompt) is { Success: true } question
        ? question.Groups[1].Value
        : prompt[..Math.Min(prompt.Length, 300)];

    [GeneratedRegex(@"\bname\w*\b[^.]{0,40}\b(?:topics|clusters)\b", RegexOptions.IgnoreCase)]
    private static partial Regex TopicsPattern();

    [GeneratedRegex(@"\bverdict\b", RegexOptions.IgnoreCase)]
    private static partial Regex VerdictPattern();

    [GeneratedRegex(@"\b(?:record|conversation|transcript)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FacetPattern();

    [GeneratedRegex(@"question:\s*([^\n]+)", RegexOptions.IgnoreCase)]
    private static partial Regex QuestionPattern();

    [GeneratedRegex(@"manner|empath|tone|polite|kind\b|warm|courte|acknowledg", RegexOptions.IgnoreCase)]
    private static partial Regex MannerPattern();

    [GeneratedRegex(@"resol|settled|solved|done\b|acted|fixed", RegexOptions.IgnoreCase)]
    private static partial Regex ResolvedPattern();

    [GeneratedRegex(@"unresolved|gap|not get|left open|nothing resolved", RegexOptions.IgnoreCase)]
    private static partial Regex GapPattern();

    [GeneratedRegex(@"sentiment|mood|feel|felt|emotion", RegexOptions.IgnoreCase)]
    private static partial Regex SentimentPattern();

    [GeneratedRegex(@"issue|went wrong|mistake|problem|failure", RegexOptions.IgnoreCase)]
    private static partial Regex IssuesPattern();
}
