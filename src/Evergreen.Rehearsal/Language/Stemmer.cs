namespace Evergreen.Rehearsal.Language;

/// <summary>Takes the commonest English endings off, so that one lexicon entry covers a word's forms.</summary>
internal static class Stemmer
{
    /// <summary>The stem of a lower-case word, as a slice of it.</summary>
    public static ReadOnlySpan<char> Stem(ReadOnlySpan<char> word)
    {
        if (word.EndsWith("'s") && word.Length > 4)
        {
            word = word[..^2];
        }

        if (word.Length < 4)
        {
            return word;
        }

        if (word.EndsWith("ing") && word.Length > 5)
        {
            word = Undouble(word[..^3]);
        }
        else if (word.EndsWith("ied") || word.EndsWith("ies"))
        {
            word = word[..^2];
        }
        else if (word.EndsWith("ed") && word.Length > 4)
        {
            word = Undouble(word[..^2]);
        }
        else if (word.EndsWith('s') && !word.EndsWith("ss") && !word.EndsWith("us") && !word.EndsWith("is"))
        {
            word = word[..^1];
        }

        return word.Length > 4 && word[^1] is 'e' or 'y' ? word[..^1] : word;
    }

    private static ReadOnlySpan<char> Undouble(ReadOnlySpan<char> word) =>
        word.Length > 3 && word[^1] == word[^2] && word[^1] is not ('l' or 's' or 'e') ? word[..^1] : word;
}
