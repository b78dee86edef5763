using Evergreen.Insights.Scoring;
using Evergreen.Insights.Transcripts;

namespace Evergreen.Insights.Tests.Scoring;

public sealed class ScoringQueueTests
{
    private readonly Dictionary<string, IReadOnlyList<Score>> _scored = [];

    [Fact]
    public async Task Everything_that_was_added_is_scored_once()
    {
        using var queue = Queue(new FakeScorer((conversation, _) => Task.FromResult(conversation.Turns + 0.0)), atOnce: 3);
        foreach (var number in Enumerable.Range(1, 20))
        {
            queue.Add(Some.Conversation($"a#{number}") with { Turns = number });
        }

        await queue.CompleteAsync();

        Assert.Equal(Enumerable.Range(1, 20).Select(n => (double?)n), _scored.Values.Select(scores => scores.Single().Value).Order());
    }

    [Fact]
    public async Task No_more_are_scored_at_a_time_than_allowed_and_nobody_who_adds_waits()
    {
        var (gate, underWay) = (new TaskCompletionSource(), 0);
        var two = new TaskCompletionSource();
        using var queue = Queue(
            new FakeScorer(async (_, _) =>
            {
                if (Interlocked.Increment(ref underWay) == 2)
                {
                    two.SetResult();
                }

                await gate.Task;
                return 1;
            }),
            atOnce: 2);

        foreach (var number in Enumerable.Range(1, 5))
        {
            queue.Add(Some.Conversation($"a#{number}"));
        }

        await two.Task;
        Assert.Equal(2, underWay);
        gate.SetResult();
        await queue.CompleteAsync();
        Assert.Equal(5, _scored.Count);
    }

    [Fact]
    public async Task A_scorer_that_throws_leaves_a_reason_and_no_number()
    {
        using var queue = Queue(new FakeScorer((_, _) => throw new InvalidOperationException("the model is down")), atOnce: 1);
        queue.Add(Some.Conversation());

        await queue.CompleteAsync();

        Assert.Equal((null, "not scored: the model is down"), (_scored.Values.Single()[0].Value, _scored.Values.Single()[0].Reason));
    }

    [Fact]
    public async Task When_it_is_stopped_what_waits_is_given_up()
    {
        using var stop = new CancellationTokenSource();
        using var queue = new ScoringQueue(
            [new FakeScorer((_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ContinueWith(_ => 1.0, token))], 1, (_, _) => { }, stop.Token);
        queue.Add(Some.Conversation("a#1"));
        queue.Add(Some.Conversation("a#2"));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(queue.CompleteAsync);
    }

    private ScoringQueue Queue(IScorer scorer, int atOnce) =>
        new([scorer], atOnce, (conversation, scores) => _scored.Add(conversation.Id, scores), CancellationToken.None);

    private sealed class FakeScorer(Func<ConversationRecord, CancellationToken, Task<double>> score) : IScorer
    {
        public string Name => "fake";

        public ScoreScale Scale => ScoreScale.Amount;

        public async Task<Score> ScoreAsync(ConversationRecord conversation, string? expected, CancellationToken cancellationToken) =>
            new(Name, await score(conversation, cancellationToken), "");
    }
}
