namespace Evergreen.Insights.Reports;

/// <summary>The beginning of a text on one line.</summary>
internal static class Excerpt
{
    public static string Of(string text, int longest)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= longest)
        {
            return line;
        }

        var end = line.LastIndexOf(' ', longest - 1);
        // A text without blanks, or half a character outside the basic plane.
        end = end > longest / 2 ? end : char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return line[..end].TrimEnd() + "…";
    }
}
