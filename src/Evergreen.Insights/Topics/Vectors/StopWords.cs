using System.Reflection;

namespace Evergreen.Insights.Topics.Vectors;

/// <summary>English words that say nothing about a topic, those of asking for help among them.</summary>
internal static class StopWords
{
    private static readonly HashSet<string> Listed = Read();

    public static bool Contains(string word) => word.Length < 2 || Listed.Contains(word);

    private static HashSet<string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("stop-words.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Tokenizer.Clean)];
    }
}
