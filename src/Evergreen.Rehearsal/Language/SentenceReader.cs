namespace Evergreen.Rehearsal.Language;

/// <summary>Reads text into sentences of concepts. Punctuation ends the reach of a negation.</summary>
internal static class SentenceReader
{
    private const int NegationReach = 5;
    private const int MaxWords = 128;
    private const int MaxWordLength = 32;

    public static List<Sentence> Read(ReadOnlySpan<char> text)
    {
        var sentences = new List<Sentence>(4);
        for (var start = 0; start < text.Length;)
        {
            var end = EndOfSentence(text, start);
            var sentence = ReadOne(text[start..end], start);
            if (sentence.Words > 0)
            {
                sentences.Add(sentence);
            }

            start = end;
        }

        return sentences;
    }

    private static int EndOfSentence(ReadOnlySpan<char> text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] is '\n' or '!' or '?' || (text[i] == '.' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]))))
            {
                while (i + 1 < text.Length && text[i + 1] is '!' or '?' or '.')
                {
                    i++;
                }

                return i + 1;
            }
        }

        return text.Length;
    }

    private static Sentence ReadOne(ReadOnlySpan<char> text, int start)
    {
        Span<int> stems = stackalloc int[MaxWords];
        Span<Mark> marks = stackalloc Mark[MaxWords];
        var words = Split(text, stems, marks);
        ConceptSet affirmed = default, negated = default;
        var negations = 0;
        var reach = 0;
        for (var i = 0; i < words;)
        {
            if (marks[i].HasFlag(Mark.AfterPause))
            {
                reach = 0;
            }

            var (meaning, length) = Lexicon.Default.Match(stems[i..words]);
            if (length > 0)
            {
                var isNegated = reach > 0 && negations % 2 == 1;
                affirmed |= isNegated ? default : meaning;
                negated |= isNegated ? meaning : default;
                i += length;

                // "Don't want a refund" denies the refund, and "not refund or credit" denies both.
                reach = meaning.Has(Concept.Want) ? reach - 1 : i < words && marks[i].HasFlag(Mark.Either) ? NegationReach : 0;
                continue;
            }

            if (marks[i].HasFlag(Mark.Negation))
            {
                negations = reach > 0 ? negations + 1 : 1;
                reach = NegationReach;
            }
            else
            {
                reach--;
            }

            i++;
        }

        return new Sentence(affirmed, negated, start, text.Length, words, text.TrimEnd().EndsWith('?'));
    }

    private static int Split(ReadOnlySpan<char> text, Span<int> stems, Span<Mark> marks)
    {
        Span<char> word = stackalloc char[MaxWordLength];
        var count = 0;
        var pause = false;
        for (var i = 0; i < text.Length && count < stems.Length; i++)
        {
            var length = 0;
            for (; i < text.Length && IsWordCharacter(text, i); i++)
            {
                if (length < word.Length)
                {
                    word[length++] = text[i] == '’' ? '\'' : char.ToLowerInvariant(text[i]);
                }
            }

            if (length > 0)
            {
                var token = word[..length];
                stems[count] = Lexicon.Default.StemId(token);
                marks[count++] = MarkOf(token) | (pause ? Mark.AfterPause : Mark.None);
                pause = false;
            }

            pause |= i < text.Length && text[i] is ',' or ';' or ':' or '(' or ')' or '—';
        }

        return count;
    }

    private static bool IsWordCharacter(ReadOnlySpan<char> text, int i) =>
        char.IsLetterOrDigit(text[i])
        || (text[i] is '\'' or '’' or '-' && i > 0 && char.IsLetterOrDigit(text[i - 1]) && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]));

    private static Mark MarkOf(ReadOnlySpan<char> word) => word switch
    {
        "not" or "no" or "never" or "without" or "nor" or "cannot" or "cant" or "dont" or "didnt" or "doesnt" or "isnt" or "wasnt"
            or "havent" or "hasnt" or "wont" or "neither" => Mark.Negation,
        "refuse" or "refused" or "decline" or "deny" or "denied" or "avoid" or "withhold" or "forbidden" or "block" or "blocks"
            or "rule" => Mark.Negation,
        "or" or "and/or" => Mark.Either,
        _ when word.EndsWith("n't") => Mark.Negation,
        _ => Mark.None,
    };

    [Flags]
    private enum Mark
    {
        None = 0,
        Negation = 1,
        Either = 2,
        AfterPause = 4,
    }
}
