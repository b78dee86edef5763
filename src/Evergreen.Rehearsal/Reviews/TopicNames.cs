using System.Globalization;
using System.Text.RegularExpressions;

namespace Evergreen.Rehearsal.Reviews;

/// <summary>Names topics by their terms: the first ones that no other topic leads with.</summary>
internal static partial class TopicNames
{
    private const int WordsInName = 3;

    /// <summary>One line a topic, "number: name", for a list of blocks with a number and a line of terms.</summary>
    public static string For(string material)
    {
        var topics = BlockPattern().Matches(material)
            .Select(block => (Number: block.Groups["number"].Value, Terms: Terms(block.Groups["terms"].Value))).ToList();
        var names = new List<string>();
        foreach (var (number, terms) in topics)
        {
            var others = topics.Where(topic => topic.Number != number).SelectMany(topic => topic.Terms.Take(WordsInName)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var telling = terms.OrderBy(others.Contains).Take(WordsInName).ToList();
            var name = string.Join(' ', terms.Where(telling.Contains).Distinct(StringComparer.OrdinalIgnoreCase));
            name = name.Length == 0 ? "Other" : CultureInfo.InvariantCulture.TextInfo.ToUpper(name[0]) + name[1..];
            for (var n = 0; names.Contains(name, StringComparer.OrdinalIgnoreCase) && n < terms.Count; n++)
            {
                name = $"{name} {terms[n]}";
            }

            names.Add(name);
        }

        return string.Join('\n', topics.Zip(names, (topic, name) => $"{topic.Number}: {name}"));
    }

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

    [GeneratedRegex(@"^\W*(?:topic|cluster)?\s*#?(?<number>\d+)\b[^\n]*(?:\n(?!\W*(?:topic|cluster)?\s*#?\d+\b)[^\n]*)*?\bterms?\s*:\s*(?<terms>[^\n]+)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex BlockPattern();
}
