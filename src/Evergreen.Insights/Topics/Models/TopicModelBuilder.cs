using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Evergreen.Insights.Topics.Clustering;
using Evergreen.Insights.Topics.Naming;
using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics;

/// <summary>Turns a clustering into a model: topics get an order, terms, an example, a name and an id.</summary>
internal sealed class TopicModelBuilder(
    IReadOnlyList<DistinctText> texts, IReadOnlyList<TextVector> vectors, ITextVectorizer vectorizer, Clusters clusters)
{
    private const int TermsPerTopic = 5;
    private const int TermsPerName = 3;
    private const int LongestName = 48;

    public TopicModel Build(TopicOptions options, TopicModel? earlier)
    {
        var terms = new DistinctiveTerms(
            [.. texts.Select(t => t.Clean)], [.. texts.Select(t => t.Ids.Count)], clusters.Labels, clusters.Centroids.Count);
        var drafts = Enumerable.Range(0, clusters.Centroids.Count)
            .Select(topic => Draft(topic, terms))
            .OrderByDescending(d => d.Size).ThenBy(d => d.Example, StringComparer.Ordinal)
            .ToArray();

        var (topics, next) = Identify(drafts, earlier);
        var vocabulary = (vectorizer as LexicalVectorizer)?.Vocabulary;
        return new TopicModel
        {
            Version = VersionOf(topics),
            Vectors = vectorizer.Kind,
            Options = options,
            Texts = texts.Sum(t => t.Ids.Count),
            Threshold = clusters.Threshold,
            NextTopic = next,
            Vocabulary = vocabulary is null ? null : new TopicVocabulary(vocabulary.Texts, vocabulary.Words, vocabulary.Runs),
            Topics = topics,
        };
    }

    private TopicCenter Draft(int topic, DistinctiveTerms terms)
    {
        var members = Enumerable.Range(0, texts.Count).Where(text => clusters.Labels[text] == topic).ToArray();
        var example = texts[members.MaxBy(text => clusters.Centroids.Nearest(vectors[text]).Similarity)].Text;
        var center = clusters.Centroids[topic];
        var topicTerms = terms.Of(topic, TermsPerTopic);
        return new TopicCenter(
            "", NameOf(topicTerms, example), topicTerms, members.Sum(m => texts[m].Ids.Count), example, center.Places, center.Values);
    }

    private (IReadOnlyList<TopicCenter> Topics, int Next) Identify(TopicCenter[] drafts, TopicModel? earlier)
    {
        var next = earlier?.NextTopic ?? 1;
        var continues = new int?[drafts.Length];
        if (earlier is not null && earlier.Vectors == vectorizer.Kind)
        {
            var names = vectorizer.PlaceNames().ToArray();
            var earlierNames = earlier.Vocabulary is { } v
                ? LexicalVocabulary.Restore(v.Texts, v.Words, v.Runs).PlaceNames().ToArray()
                : names;
            continues = TopicIdentity.Match(
                [.. earlier.Topics.Select(t => ByName(t, earlierNames))], [.. drafts.Select(d => ByName(d, names))]);
        }

        return ([.. drafts.Zip(continues, (draft, before) => before is { } known
            ? draft with { Id = earlier!.Topics[known].Id, Name = earlier.Topics[known].Name }
            : draft with { Id = $"t{next++}" })], next);
    }

    private static Dictionary<string, float> ByName(TopicCenter topic, string[] names)
    {
        var byName = new Dictionary<string, float>(topic.Places.Count, StringComparer.Ordinal);
        for (var i = 0; i < topic.Places.Count; i++)
        {
            byName.Add(names[topic.Places[i]], topic.Values[i]);
        }

        return byName;
    }

    private static string NameOf(IReadOnlyList<string> terms, string example)
    {
        var name = terms.Count > 0 ? string.Join(", ", terms.Take(TermsPerName)) : example.Trim();
        name = name.Length > LongestName ? name[..LongestName].TrimEnd() + "…" : name;
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private string VersionOf(IEnumerable<TopicCenter> topics)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(vectorizer.Kind);
        Append(clusters.Threshold.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var name in vectorizer.PlaceNames())
        {
            Append(name);
        }

        foreach (var topic in topics)
        {
            Append(topic.Id);
            hash.AppendData(MemoryMarshal.AsBytes(topic.Places.ToArray().AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(topic.Values.ToArray().AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\n'));
    }
}
