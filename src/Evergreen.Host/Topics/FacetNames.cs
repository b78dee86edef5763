using Evergreen.Host.Configuration;
using Evergreen.Insights.Topics.Facets;

namespace Evergreen.Host.Topics;

/// <summary>The facets a user names: those under prompts/facets, a class of the sentiment facet's reasons, or a prompt file.</summary>
internal sealed class FacetNames
{
    /// <summary>The reasons of one sentiment are shown as a facet of their own.</summary>
    private static readonly string[] SentimentReasons = ["negative_reasons", "positive_reasons"];

    // What a customer wanted explains how they felt, and that what went wrong.
    private static readonly string[] Order = [Facet.Task, Facet.Sentiment, .. SentimentReasons, Facet.Issues];

    private readonly IReadOnlyList<Facet> _known;

    private FacetNames(IReadOnlyList<Facet> known) => _known = known;

    /// <summary>Finds the facets that come with the program or with the working directory.</summary>
    public static FacetNames Find() => new(Facet.LoadAll(ContentFiles.Find(Path.Combine("prompts", "facets"))));

    /// <summary>The names that conversations go by once topics are made.</summary>
    public IEnumerable<string> All => _known.SelectMany(facet => Shown(facet.Name));

    /// <summary>The facets to read for what is named.</summary>
    /// <param name="names">None for all there are.</param>
    /// <param name="option">The option that names them.</param>
    /// <exception cref="ArgumentException">There is no such facet; the message lists those that are.</exception>
    public IReadOnlyList<Facet> Select(IReadOnlyList<string> names, string option) => names.Count == 0
        ? _known
        : [.. names.Select(name => One(name, option)).DistinctBy(facet => facet.Name)];

    /// <summary>The names of the maps to show for what is named: with sentiment its reasons, for a file its facet.</summary>
    public static IEnumerable<string> Shown(string name) => IsFile(name) ? [Path.GetFileNameWithoutExtension(name)]
        : name.Equals(Facet.Sentiment, StringComparison.OrdinalIgnoreCase) ? [name, .. SentimentReasons]
        : [name];

    /// <summary>A map's place among others, so that they stand in the order in which they are best read.</summary>
    public static int Place(string map) => Array.IndexOf(Order, map) is var place && place < 0 ? Order.Length : place;

    private Facet One(string name, string option)
    {
        if (IsFile(name))
        {
            return Facet.Load(name);
        }

        var wanted = SentimentReasons.Contains(name, StringComparer.OrdinalIgnoreCase) ? Facet.Sentiment : name;
        return _known.FirstOrDefault(facet => facet.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"{option} {name}: there is no such facet; use one of {string.Join(", ", _known.Select(facet => facet.Name))}, "
                + $"{string.Join(", ", SentimentReasons)}, or a prompt file such as prompts/facets/mine.md");
    }

    private static bool IsFile(string name) => name.Contains(Path.DirectorySeparatorChar) || name.EndsWith(".md", StringComparison.OrdinalIgnoreCase);
}
