namespace Evergreen.Insights.Topics;

/// <summary>
/// What a map has learned, as it is saved: enough to sort further texts the same way, and to recognise its topics when the map
/// is made again.
/// </summary>
public sealed record TopicModel
{
    /// <summary>The format of the file.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Always <see cref="CurrentFormat"/>.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>12 hex digits drawn from all that decides an assignment: equal versions sort alike.</summary>
    public required string Version { get; init; }

    /// <summary><c>lexical</c>, or <c>embedding</c> and the embedding model's name.</summary>
    public required string Vectors { get; init; }

    /// <summary>How the map was made.</summary>
    public required TopicOptions Options { get; init; }

    /// <summary>How many texts it was made from.</summary>
    public required int Texts { get; init; }

    /// <summary>The least similarity with which a text belongs to its nearest topic.</summary>
    public required double Threshold { get; init; }

    /// <summary>The number of the next new topic: ids of topics that are gone are not given again.</summary>
    public required int NextTopic { get; init; }

    /// <summary>The words and character runs of lexical vectors; null with embeddings.</summary>
    public TopicVocabulary? Vocabulary { get; init; }

    /// <summary>The topics, largest first.</summary>
    public required IReadOnlyList<TopicCenter> Topics { get; init; }
}

/// <summary>What lexical vectors are made of. Places number the words in ordinal order, then the runs in ordinal order.</summary>
/// <param name="Texts">How many texts it was learned from.</param>
/// <param name="Words">Per word, in how many texts it stood.</param>
/// <param name="Runs">Per run of three to five characters, in how many texts it stood.</param>
public sealed record TopicVocabulary(int Texts, IReadOnlyDictionary<string, int> Words, IReadOnlyDictionary<string, int> Runs);

/// <summary>A topic as a model knows it.</summary>
/// <param name="Id">The topic's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Terms">Its most distinctive terms, best first.</param>
/// <param name="Size">How many texts it had when the map was made.</param>
/// <param name="Example">The text nearest its centre.</param>
/// <param name="Places">The places of its centre that are not 0, ascending.</param>
/// <param name="Values">Their values; the centre has length 1.</param>
public sealed record TopicCenter(
    string Id, string Name, IReadOnlyList<string> Terms, int Size, string Example, IReadOnlyList<int> Places, IReadOnlyList<float> Values);
