using Evergreen.Insights.Topics.Vectors;

namespace Evergreen.Insights.Topics;

/// <summary>
/// A text and all that read the same: letter by letter once case, punctuation and numbers are set aside. Sorted by what they say,
/// so that neither the order nor the ids of the texts can matter to a map.
/// </summary>
/// <param name="Clean">What is compared.</param>
/// <param name="Text">The first of them in ordinal order.</param>
/// <param name="Ids">Their ids, in ordinal order of text and id.</param>
internal sealed record DistinctText(string Clean, string Text, IReadOnlyList<string> Ids)
{
    /// <exception cref="ArgumentException">Two texts have the same id.</exception>
    public static IReadOnlyList<DistinctText> Collapse(IReadOnlyList<TopicText> texts)
    {
        if (texts.GroupBy(t => t.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"two texts have the id \"{twice.Key}\"; ids must be unique", nameof(texts));
        }

        return [.. texts
            .OrderBy(t => t.Text, StringComparer.Ordinal).ThenBy(t => t.Id, StringComparer.Ordinal)
            .GroupBy(t => Tokenizer.Clean(t.Text), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new DistinctText(g.Key, g.First().Text, [.. g.Select(t => t.Id)]))];
    }
}
