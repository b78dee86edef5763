namespace Evergreen.Insights.Topics;

/// <summary>One text to be sorted into topics.</summary>
/// <param name="Id">Unique among the texts of one map.</param>
/// <param name="Text">What is read. A text without a word belongs to no topic; words with a digit in them do not count.</param>
public sealed record TopicText(string Id, string Text);
