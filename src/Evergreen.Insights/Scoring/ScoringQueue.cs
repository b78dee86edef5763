using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Scoring;

/// <summary>
/// Scores conversations beside the run that plays them: whoever adds one does not wait, some are scored at a time, and
/// <see cref="CompleteAsync"/> waits for the rest.
/// </summary>
public sealed class ScoringQueue : IDisposable
{
    private readonly IReadOnlyList<IScorer> _scorers;
    private readonly Action<ConversationRecord, IReadOnlyList<Score>> _scored;
    private readonly CancellationToken _stop;
    private readonly SemaphoreSlim _places;
    private readonly Lock _one = new();
    private readonly List<Task> _scoring = [];

    /// <param name="scorers">Who scores.</param>
    /// <param name="atOnce">The most conversations being scored at a time.</param>
    /// <param name="scored">Told of each conversation's scores, one at a time.</param>
    /// <param name="stop">Gives up what is not scored yet.</param>
    public ScoringQueue(
        IReadOnlyList<IScorer> scorers, int atOnce, Action<ConversationRecord, IReadOnlyList<Score>> scored, CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        (_scorers, _scored, _stop, _places) = (scorers, scored, stop, new SemaphoreSlim(atOnce));
    }

    /// <summary>Puts a conversation in the queue.</summary>
    /// <param name="conversation">One that has ended.</param>
    /// <param name="expected">What a good answer comes to, where a person has written it down.</param>
    public void Add(ConversationRecord conversation, string? expected = null)
    {
        lock (_one)
        {
            _scoring.Add(Task.Run(() => ScoreAsync(conversation, expected), _stop));
        }
    }

    /// <summary>Waits until everything that was added is scored.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before.</exception>
    public Task CompleteAsync()
    {
        lock (_one)
        {
            return Task.WhenAll(_scoring);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task ScoreAsync(ConversationRecord conversation, string? expected)
    {
        await _places.WaitAsync(_stop).ConfigureAwait(false);
        try
        {
            var scores = await Scorecard.ScoreAsync(_scorers, conversation, expected, _stop).ConfigureAwait(false);
            lock (_one)
            {
                _scored(conversation, scores);
            }
        }
        finally
        {
            _places.Release();
        }
    }
}
