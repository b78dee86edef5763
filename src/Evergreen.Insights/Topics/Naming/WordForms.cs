namespace Evergreen.Insights.Topics.Naming;

/// <summary>Just enough English grammar to count a word and its plural as one.</summary>
internal static class WordForms
{
    /// <summary>A key that singular and plural share; not always a word itself.</summary>
    public static string Singular(string word) => word switch
    {
        [.., 's', 's'] or [.., 'u', 's'] or [.., 'i', 's'] => word,
        [_, _, .., 'i', 'e', 's'] => word[..^3] + "y",
        [_, _, .., 'x' or 'h' or 's', 'e', 's'] => word[..^2],
        [_, _, .., 's'] => word[..^1],
        _ => word,
    };
}
