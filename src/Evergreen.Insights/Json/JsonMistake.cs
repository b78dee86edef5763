using System.Text.Json;

namespace Evergreen.Insights.Json;

/// <summary>Says where a text stops being JSON in the words of every other message about a file.</summary>
internal static class JsonMistake
{
    private const string MissingFields = "was missing required properties including:";

    /// <param name="mistake">What the reader threw.</param>
    /// <param name="file">The name a message gives the file.</param>
    /// <param name="firstLine">The line the text began on.</param>
    public static string Describe(JsonException mistake, string file, int firstLine = 1) =>
        $"{file}:{firstLine + (mistake.LineNumber ?? 0)}:{(mistake.BytePositionInLine ?? 0) + 1}: {Reason(mistake)}";

    /// <summary>What is wrong, without the place.</summary>
    public static string Reason(JsonException mistake)
    {
        var reason = mistake.Message;
        foreach (var tail in (string[])[" Path: ", " LineNumber: "])
        {
            var cut = reason.IndexOf(tail, StringComparison.Ordinal);
            reason = cut < 0 ? reason : reason[..cut];
        }

        var missing = reason.IndexOf(MissingFields, StringComparison.Ordinal);
        return missing < 0
            ? $"not valid JSON: {reason.TrimEnd('.')}"
            : $"without the fields it needs: {reason[(missing + MissingFields.Length)..].Trim().TrimEnd('.')}";
    }
}
