using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Evergreen.Insights.Prompts;
using Microsoft.Extensions.AI;

namespace Evergreen.Insights.Topics.Naming;

/// <summary>
/// Names topics through a chat model, all topics of a map in one call: named one by one, neighbours end up with the same name.
/// </summary>
/// <param name="prompt">The system message, e.g. prompts/topic-name.md; it asks for lines of a topic's number, a colon and its name.</param>
/// <param name="model">Who names.</param>
public sealed partial class TopicNamer(PromptTemplate prompt, IChatClient model)
{
    private const int ExamplesPerTopic = 4;
    private const int LongestExample = 300;

    /// <summary>
    /// The map with names for its topics. A topic that an earlier map knew keeps the name it had; when the model gives no answer
    /// the topics go by their terms, and a note says why.
    /// </summary>
    /// <param name="map">The map.</param>
    /// <param name="texts">Its texts.</param>
    /// <param name="earlier">The model of an earlier map; null when there is none.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<TopicMap> NameAsync(
        TopicMap map, IReadOnlyList<TopicText> texts, TopicModel? earlier, CancellationToken cancellation)
    {
        var known = earlier?.Topics.Select(t => t.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        if (map.Model is null || map.Topics.All(t => known.Contains(t.Id)))
        {
            return map;
        }

        ChatMessage[] messages =
        [
            new(ChatRole.System, prompt.Fill(new Dictionary<string, string>())),
            new(ChatRole.User, Describe(map, texts)),
        ];
        string answer;
        try
        {
            answer = (await model.GetResponseAsync(messages, new ChatOptions { Temperature = 0 }, cancellation).ConfigureAwait(false)).Text;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return map with { Notes = [.. map.Notes, $"the topics go by their terms, the model gave no names: {e.Message}"] };
        }

        var names = Parse(answer, map.Topics);
        var named = map.Topics.Where(t => !known.Contains(t.Id) && names.ContainsKey(t.Id)).ToDictionary(t => t.Id, t => names[t.Id]);
        var unnamed = map.Topics.Count(t => !known.Contains(t.Id)) - named.Count;
        return map with
        {
            Topics = [.. map.Topics.Select(t => t with { Name = named.GetValueOrDefault(t.Id, t.Name) })],
            Model = map.Model with { Topics = [.. map.Model.Topics.Select(t => t with { Name = named.GetValueOrDefault(t.Id, t.Name) })] },
            Notes = unnamed == 0 ? map.Notes : [.. map.Notes, $"the model left {unnamed} topics without a name; they go by their terms"],
        };
    }

    private static string Describe(TopicMap map, IReadOnlyList<TopicText> texts)
    {
        var textOf = texts.ToDictionary(t => t.Id, t => t.Text, StringComparer.Ordinal);
        var members = map.Assignments.ToLookup(a => a.Topic, StringComparer.Ordinal);
        var description = new StringBuilder();
        foreach (var (number, topic) in map.Topics.Index())
        {
            description.Append(CultureInfo.InvariantCulture, $"Topic {number + 1} ({topic.Size} texts)\nTerms: {string.Join(", ", topic.Terms)}\n");
            foreach (var example in members[topic.Id].OrderByDescending(a => a.Similarity).Take(ExamplesPerTopic))
            {
                var text = textOf[example.Id].ReplaceLineEndings(" ");
                description.Append(CultureInfo.InvariantCulture, $"Example: {(text.Length > LongestExample ? text[..LongestExample] + "..." : text)}\n");
            }

            description.Append('\n');
        }

        return description.ToString();
    }

    private static Dictionary<string, string> Parse(string answer, IReadOnlyList<Topic> topics)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match line in NumberedLine().Matches(answer))
        {
            if (int.TryParse(line.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= topics.Count)
            {
                names.TryAdd(topics[number - 1].Id, line.Groups[2].Value.Trim(' ', '"', '*', '`', '.'));
            }
        }

        return names;
    }

    [GeneratedRegex(@"^\W*(\d+)\W*[:.)]\s*(\S.*)$", RegexOptions.Multiline)]
    private static partial Regex NumberedLine();
}
