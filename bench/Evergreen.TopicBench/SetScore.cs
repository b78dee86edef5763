using System.Text.RegularExpressions;
using Evergreen.Insights.Topics;

namespace Evergreen.TopicBench;

/// <summary>How well one labelled set was sorted.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Ari">Adjusted Rand index over the texts that have an intent; Other counts as one more cluster.</param>
/// <param name="AriWithNoise">The same over all texts, noise as one more label.</param>
/// <param name="Nmi">Normalized mutual information over the texts that have an intent.</param>
/// <param name="TopicError">Topics found less topics there are.</param>
/// <param name="Named">How many topics have a word of their commonest label among their first three terms.</param>
/// <param name="Topics">How many topics were found.</param>
/// <param name="SameWhenShuffled">Whether shuffled lines gave the same map to the bit.</param>
internal sealed partial record SetScore(
    string Set, double Ari, double AriWithNoise, double Nmi, int TopicError, int Named, int Topics, bool SameWhenShuffled)
{
    public static async Task<SetScore> MeasureAsync(LabelledSet set, TopicMapper mapper)
    {
        var map = await mapper.MapAsync(set.Texts);
        var shuffled = set.Texts.ToArray();
        new Random(1).Shuffle(shuffled);
        var again = await mapper.MapAsync(shuffled);

        var topicOf = map.Assignments.ToDictionary(a => a.Id, a => a.Topic);
        var rows = set.Texts.Zip(set.Labels, (text, label) => (Label: label, Topic: topicOf[text.Id])).ToArray();
        var known = rows.Where(r => r.Label != LabelledSet.Noise).ToArray();
        return new SetScore(
            set.Name,
            Agreement.AdjustedRandIndex(Labels(known), Topics(known)),
            Agreement.AdjustedRandIndex(Labels(rows), Topics(rows)),
            Agreement.NormalizedMutualInformation(Labels(known), Topics(known)),
            map.Topics.Count - Labels(known).Distinct().Count(),
            map.Topics.Count(topic => IsNamed(topic, known.Where(r => r.Topic == topic.Id).Select(r => r.Label))),
            map.Topics.Count,
            map.Assignments.SequenceEqual(again.Assignments) && map.Topics.Zip(again.Topics).All(p => Same(p.First, p.Second)));

        static string[] Labels((string Label, string Topic)[] rows) => [.. rows.Select(r => r.Label)];
        static string[] Topics((string Label, string Topic)[] rows) => [.. rows.Select(r => r.Topic)];
    }

    private static bool Same(Topic left, Topic right) =>
        left with { Terms = [] } == right with { Terms = [] } && left.Terms.SequenceEqual(right.Terms);

    private static bool IsNamed(Topic topic, IEnumerable<string> labels)
    {
        var commonest = labels.CountBy(l => l).OrderByDescending(l => l.Value).ThenBy(l => l.Key, StringComparer.Ordinal).FirstOrDefault();
        var words = Word().Matches(commonest.Key ?? "").Select(m => WithoutPlural(m.Value)).ToHashSet();
        return topic.Terms.Take(3).SelectMany(term => term.Split(' ')).Any(word => words.Contains(WithoutPlural(word)));
    }

    private static string WithoutPlural(string word) => word.ToLowerInvariant().TrimEnd('s');

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+")]
    private static partial Regex Word();
}
