using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Scoring;

/// <summary>Puts a conversation before several scorers.</summary>
public static class Scorecard
{
    /// <summary>
    /// One score a scorer, in their order. What our own fault ended is not scored; a scorer that throws leaves its own score out
    /// and no other.
    /// </summary>
    public static async Task<IReadOnlyList<Score>> ScoreAsync(
        IReadOnlyList<IScorer> scorers, ConversationRecord conversation, string? expected, CancellationToken cancellationToken)
    {
        if (!conversation.Ending.CountsInScores())
        {
            return [.. scorers.Select(s => new Score(s.Name, null, $"not scored: the conversation ended {conversation.Ending}"))];
        }

        return await Task.WhenAll(scorers.Select(s => ScoreOneAsync(s, conversation, expected, cancellationToken))).ConfigureAwait(false);
    }

    private static async Task<Score> ScoreOneAsync(
        IScorer scorer, ConversationRecord conversation, string? expected, CancellationToken cancellationToken)
    {
        try
        {
            return await scorer.ScoreAsync(conversation, expected, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever breaks a scorer must not take the other scores along.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new Score(scorer.Name, null, $"not scored: {e.Message}");
        }
    }
}
