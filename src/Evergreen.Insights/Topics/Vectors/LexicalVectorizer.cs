namespace Evergreen.Insights.Topics.Vectors;

/// <summary>Vectors from the texts' own wording, without a model.</summary>
internal sealed class LexicalVectorizer(LexicalVocabulary vocabulary) : ITextVectorizer
{
    public const string KindName = "lexical";

    public string Kind => KindName;

    public int Places => vocabulary.Size;

    public LexicalVocabulary Vocabulary => vocabulary;

    public IEnumerable<string> PlaceNames() => vocabulary.PlaceNames();

    public Task<IReadOnlyList<TextVector>> VectorizeAsync(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        var vectors = new TextVector[texts.Count];
        Parallel.For(
            0, vectors.Length, new ParallelOptions { CancellationToken = cancellation }, i => vectors[i] = vocabulary.Vectorize(texts[i]));
        return Task.FromResult<IReadOnlyList<TextVector>>(vectors);
    }
}
