using System.Security.Cryptography;
using System.Text;
using Evergreen.Insights.Prompts;

namespace Evergreen.Insights.Topics.Facets;

/// <summary>
/// A question put to every conversation, answered in a sentence or by <see cref="Nothing"/>. Its prompt is a file; adding a file
/// adds a facet.
/// </summary>
public sealed class Facet
{
    /// <summary>What the customer wanted.</summary>
    public const string Task = "task";

    /// <summary>How the customer felt: an answer is Positive, Neutral or Negative, a colon and the reason.</summary>
    public const string Sentiment = "sentiment";

    /// <summary>What went wrong on the agent's side.</summary>
    public const string Issues = "issues";

    /// <summary>The facets that every run has once topics are made of it, unless only some were asked for.</summary>
    internal static IReadOnlyList<string> Usual { get; } = [Task, Sentiment, Issues];

    /// <summary>The whole answer when a facet finds nothing.</summary>
    public const string Nothing = "NONE";

    private const string Conversation = "conversation";

    private readonly PromptTemplate _prompt;

    private Facet(PromptTemplate prompt) => _prompt = prompt;

    /// <summary>The prompt's file name without its ending, e.g. <c>resolution-gap</c>.</summary>
    public string Name => _prompt.Name;

    /// <summary>12 hex digits drawn from the prompt's text: answers to another text are answers to another question.</summary>
    public string Version => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Fill(_prompt, Conversation))))[..12];

    /// <summary>
    /// Loads a facet. The prompt is the system message and the conversation the user's, unless it has a place
    /// <c>{{conversation}}</c>: then the filled prompt is the user's message.
    /// </summary>
    /// <param name="path">E.g. prompts/facets/task.md.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty, has an unknown place, or does not say when to answer NONE.</exception>
    public static Facet Load(string path)
    {
        var prompt = PromptTemplate.Load(path, Conversation);
        return Fill(prompt, "").Contains(Nothing, StringComparison.Ordinal)
            ? new Facet(prompt)
            : throw new InvalidDataException($"{path}: does not say what to answer when there is nothing to find; ask for {Nothing}");
    }

    /// <summary>Loads every facet of a folder, in the order of their names.</summary>
    /// <param name="directory">E.g. prompts/facets.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<Facet> LoadAll(string directory) => Directory.Exists(directory)
        ? [.. Directory.EnumerateFiles(directory, "*.md").Order(StringComparer.Ordinal).Select(Load)]
        : throw new DirectoryNotFoundException($"{directory}: no such folder; it should hold the facets' prompts");

    /// <summary>The facets of the given names, in that order.</summary>
    /// <exception cref="ArgumentException">A name is not among them; the message lists those that are.</exception>
    public static IReadOnlyList<Facet> Select(IReadOnlyList<Facet> facets, IEnumerable<string> names) =>
        [.. names.Select(name => facets.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"there is no facet \"{name}\"; use one of {string.Join(", ", facets.Select(f => f.Name))}", nameof(names)))];

    internal (string? System, string User) Ask(string narrative)
    {
        var prompt = Fill(_prompt, narrative);
        return prompt == Fill(_prompt, "") ? (prompt, narrative) : (null, prompt);
    }

    private static string Fill(PromptTemplate prompt, string narrative) =>
        prompt.Fill(new Dictionary<string, string> { [Conversation] = narrative });
}
