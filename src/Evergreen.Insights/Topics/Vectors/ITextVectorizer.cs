namespace Evergreen.Insights.Topics.Vectors;

/// <summary>Turns texts into vectors that can be compared by cosine.</summary>
internal interface ITextVectorizer
{
    /// <summary>Vectors of different kinds cannot be compared.</summary>
    string Kind { get; }

    /// <summary>The number of places a vector can have; known once a text was vectorized.</summary>
    int Places { get; }

    /// <summary>What a place stands for, the same in every vectorizer of a kind.</summary>
    IEnumerable<string> PlaceNames();

    /// <summary>One vector a text, in their order; zero for a text without a word.</summary>
    Task<IReadOnlyList<TextVector>> VectorizeAsync(IReadOnlyList<string> texts, CancellationToken cancellation);
}
