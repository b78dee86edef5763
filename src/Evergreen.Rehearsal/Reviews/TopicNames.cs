using System.Globalization;
using System.Text.RegularExpressions;
using Evergreen.Rehearsal.Dialogue;
using Evergreen.Rehearsal.Support;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>
/// Names topics: by what their examples are about, where most of them are about the same; else by their terms, the first ones that
/// no other topic leads with.
/// </summary>
internal static partial class TopicNames
{
    private const int WordsInName = 3;

    /// <summary>The share of a topic's examples that must be about a matter for its name to say so.</summary>
    private const double Most = 0.75;

    /// <summary>The same for an issue: an example has one at most, so that half of them is a majority already.</summary>
    private const double Half = 0.5;

    private static readonly HashSet<string> Filler = DataFile.Lines("topic-filler.txt").SelectMany(line => line.Split(' ')).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>One line a topic, "number: name", for a list of blocks with a number, a line of terms and lines of examples.</summary>
    public static string For(string material)
    {
        var topics = BlockPattern().Matches(material)
            .Select(block => new Block(block.Groups["number"].Value, Terms(block.Groups["terms"].Value), Examples(block.Groups["examples"].Value)))
            .ToList();
        var names = new List<string>();
        foreach (var topic in topics)
        {
            var others = topics.Where(other => other != topic).SelectMany(other => other.Terms.Take(WordsInName)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var name = Matter(topic.Examples) ?? ByTerms(topic.Terms, others);
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                var told = topic.Terms.Find(term => !others.Contains(term) && !name.Contains(term, StringComparison.OrdinalIgnoreCase));
                name = told is null ? name : $"{name}: {told}";
            }

            for (var n = 0; names.Contains(name, StringComparer.OrdinalIgnoreCase) && n < topic.Terms.Count; n++)
            {
                name = $"{name} {topic.Terms[n]}";
            }

            names.Add(name);
        }

        return string.Join('\n', topics.Zip(names, (topic, name) => $"{topic.Number}: {name}"));
    }

    /// <summary>What most examples are about, in the words of <c>reviews.txt</c>; with a second matter that most of them share.</summary>
    private static string? Matter(IReadOnlyList<string> examples)
    {
        var found = examples.Select(Matters).ToList();
        var shared = found.SelectMany(matters => matters).CountBy(key => key).OrderByDescending(matter => matter.Value).ToList();
        if (shared.Count == 0 || shared[0].Value < (IsIssue(shared[0].Key) ? Half : Most) * examples.Count)
        {
            return null;
        }

        var first = Phrasebook.Review.First(shared[0].Key, []);
        return shared.Count > 1 && shared[1].Value >= Most * examples.Count && !IsIssue(shared[0].Key)
            ? $"{first} and {LowerFirst(Phrasebook.Review.First(shared[1].Key, []))}"
            : first;
    }

    /// <summary>The keys of the matters an example speaks of: an issue as it is worded here, or what a customer is after.</summary>
    private static List<string> Matters(string example)
    {
        var issue = Phrasebook.Review.Keys.FirstOrDefault(key =>
            key.StartsWith("issue.", StringComparison.Ordinal) && Phrasebook.Review.IsSaidIn(example, key, []));
        return issue is not null
            ? [$"topic.{issue}"]
            : [.. ConcernReader.Read(Utterance.Of(example)).SelectMany(Intents).Select(intent => $"topic.task.{intent}").Distinct().Where(Phrasebook.Review.Has)];
    }

    /// <summary>What is wrong, and what should become of it.</summary>
    private static IEnumerable<Intent> Intents(Concern concern) =>
    [
        concern.Intent,
        .. concern.Wants(Wishes.Return) ? [Intent.Return] : Array.Empty<Intent>(),
        .. concern.Wants(Wishes.Refund) ? [Intent.Refund] : Array.Empty<Intent>(),
    ];

    private static string ByTerms(List<string> terms, HashSet<string> others)
    {
        var useful = terms.Exists(term => !IsFiller(term)) ? terms.FindAll(term => !IsFiller(term)) : terms;
        var telling = useful.OrderBy(others.Contains).Take(WordsInName).ToList();
        var name = string.Join(' ', useful.Where(telling.Contains).Distinct(StringComparer.OrdinalIgnoreCase));
        return name.Length == 0 ? "Other" : CultureInfo.InvariantCulture.TextInfo.ToUpper(name[0]) + name[1..];
    }

    private static bool IsIssue(string key) => key.StartsWith("topic.issue.", StringComparison.Ordinal);

    private static bool IsFiller(string term) => term.Split(' ').All(Filler.Contains);

    private static string LowerFirst(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static List<string> Examples(string lines) =>
        [.. ExamplePattern().Matches(lines).Select(example => example.Groups[1].Value.Trim())];

    /// <summary>Words and word pairs; a word that is part of a pair before it is left out.</summary>
    private static List<string> Terms(string line)
    {
        var terms = new List<string>();
        foreach (var term in line.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var clean = term.Trim('"', '\'', '`', '.', '*');
            if (clean.Length > 1 && !terms.Exists(known => known.Contains(clean, StringComparison.OrdinalIgnoreCase)))
            {
                terms.Add(clean);
            }
        }

        return terms;
    }

    [GeneratedRegex(@"^\W*(?:topic|cluster)?\s*#?(?<number>\d+)\b[^\n]*(?:\n(?!\W*(?:topic|cluster)?\s*#?\d+\b)[^\n]*)*?\bterms?\s*:\s*(?<terms>[^\n]+)(?<examples>(?:\n\W*examples?\b[^\n]*)*)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex BlockPattern();

    [GeneratedRegex(@"^\W*examples?\W*\d*\s*:\s*([^\n]+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ExamplePattern();

    private sealed record Block(string Number, List<string> Terms, IReadOnlyList<string> Examples);
}
