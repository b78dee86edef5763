using System.Text.Json.Nodes;
using Akka.Actor;
using Evergreen.Insights.Transcripts;
using Evergreen.Tools.Catalog;

namespace Evergreen.Actors.Tooling;

/// <summary>A tool call on its way through its attempts.</summary>
internal sealed class PendingCall(ToolCall call, bool isAction, IActorRef replyTo)
{
    private readonly List<FailedAttempt> _failures = [];
    private DateTimeOffset _startedAt;
    private TimeSpan _waited;

    public ToolCall Call { get; } = call;

    public bool IsAction { get; } = isAction;

    public IActorRef ReplyTo { get; } = replyTo;

    /// <summary>The attempt under way or, during a backoff, the one that failed last; 0 before the first.</summary>
    public int Attempt { get; private set; }

    public bool Started => Attempt > 0;

    /// <summary>The child that makes the current attempt; an answer of any other is stale.</summary>
    public IActorRef Child { get; set; } = ActorRefs.Nobody;

    public int BeginAttempt(DateTimeOffset now)
    {
        if (Attempt == 0)
        {
            _startedAt = now;
        }

        return ++Attempt;
    }

    /// <summary>Notes that the current attempt failed for now.</summary>
    /// <param name="response">What it came to.</param>
    /// <param name="backoff">How long the next attempt is put off; null when there is none.</param>
    public void Failed(ToolResponse response, TimeSpan? backoff)
    {
        _failures.Add(new FailedAttempt(Attempt, response.Status, response.ErrorCode, response.Fault, backoff?.TotalSeconds));
        _waited += response.Latency + (backoff ?? TimeSpan.Zero);
    }

    public ToolOutcome Settle(ToolResponse response, DateTimeOffset now) => Outcome(response, response.Body, _waited + response.Latency, now);

    /// <summary>The outcome of a call that was given up: the last answer, with the number of attempts for the agent to see.</summary>
    public ToolOutcome GiveUp(ToolResponse last, DateTimeOffset now)
    {
        var body = JsonNode.Parse(last.Body) as JsonObject ?? new JsonObject { ["error"] = last.Body };
        body["attempts"] = Attempt;
        return Outcome(last, body.ToJsonString(), _waited, now);
    }

    private ToolOutcome Outcome(ToolResponse response, string body, TimeSpan waited, DateTimeOffset now) =>
        new(response.Status, body, Attempt)
        {
            ErrorCode = response.ErrorCode,
            TransientFailures = _failures.ToArray(),
            StartedAt = _startedAt,
            EndedAt = now,
            Waited = waited,
        };
}
