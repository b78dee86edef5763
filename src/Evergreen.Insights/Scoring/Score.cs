using System.Text.Json.Serialization;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Scoring;

/// <summary>What a scorer makes of one conversation.</summary>
/// <param name="Scorer">The scorer's name.</param>
/// <param name="Value">The score; null when it could not be scored, which is never the same as 0.</param>
/// <param name="Reason">Why this score, or why none.</param>
public sealed record Score(string Scorer, double? Value, string Reason);

/// <summary>What a scorer's numbers mean.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScoreScale>))]
public enum ScoreScale
{
    /// <summary>1 for yes, 0 for no; more is better.</summary>
    [JsonStringEnumMemberName("verdict")] Verdict,

    /// <summary>A count or an amount from 0 up; less is better.</summary>
    [JsonStringEnumMemberName("amount")] Amount,
}

/// <summary>Gives conversations a score. An exception means that the scorer is broken, not that the conversation is bad.</summary>
public interface IScorer
{
    /// <summary>Unique among the scorers of an evaluation, e.g. <c>resolution</c>.</summary>
    string Name { get; }

    /// <summary>What the numbers mean.</summary>
    ScoreScale Scale { get; }

    /// <summary>Scores a conversation that counts.</summary>
    /// <param name="conversation">One whose ending counts in scores.</param>
    /// <param name="expected">What a good answer comes to, where a person has written it down.</param>
    /// <param name="cancellationToken">Stops a judge's call.</param>
    Task<Score> ScoreAsync(ConversationRecord conversation, string? expected, CancellationToken cancellationToken);
}
