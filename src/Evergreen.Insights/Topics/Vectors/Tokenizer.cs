using System.Globalization;
using System.Text;

namespace Evergreen.Insights.Topics.Vectors;

/// <summary>
/// Reads a text as lower-case words. What names one instance (an e-mail address, a word or number with a digit in it) is left
/// out, or customers would be grouped by their order number instead of by what they ask.
/// </summary>
internal static class Tokenizer
{
    /// <summary>The text's words joined by single spaces; empty when it has none.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var piece in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece.Contains('@', StringComparison.Ordinal))
            {
                continue;
            }

            var rest = piece.AsSpan();
            while (!rest.IsEmpty)
            {
                var length = 0;
                while (length < rest.Length && (IsInWord(rest[length]) || rest[length] == '-'))
                {
                    length++;
                }

                AppendWords(clean, rest[..length]);
                rest = rest[Math.Min(length + 1, rest.Length)..];
            }
        }

        return clean.ToString();
    }

    /// <summary>The words of a cleaned text.</summary>
    public static string[] Words(string clean) => clean.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AppendWords(StringBuilder clean, ReadOnlySpan<char> hyphenated)
    {
        if (hyphenated.ContainsAnyInRange('0', '9'))
        {
            return;
        }

        foreach (var part in hyphenated.Split('-'))
        {
            var before = clean.Length;
            foreach (var character in hyphenated[part])
            {
                if (character is not ('\'' or '\u2019'))
                {
                    clean.Append(before == clean.Length && before > 0 ? " " : "").Append(char.ToLowerInvariant(character));
                }
            }
        }
    }

    private static bool IsInWord(char character) =>
        char.IsLetterOrDigit(character) || character is '\'' or '\u2019'
        || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
