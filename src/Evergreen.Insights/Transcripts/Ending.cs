using System.Text.Json.Serialization;

namespace Evergreen.Insights.Transcripts;

/// <summary>How a conversation ended, mechanically. Whether the customer was helped is a score, never an ending.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Ending>))]
public enum Ending
{
    /// <summary>Every customer turn was played and no ticket was opened.</summary>
    Completed,

    /// <summary>Every customer turn was played and a ticket hands the matter to a human.</summary>
    Escalated,

    /// <summary>The customer gave up before their turns were played.</summary>
    CustomerLeft,

    /// <summary>The agent ran into a hard limit, such as asking for tools after its rounds were used up.</summary>
    LimitHit,

    /// <summary>The conversation took longer than it was allowed.</summary>
    DeadlineReached,

    /// <summary>The model gave no usable answer, after all that was allowed to get one.</summary>
    ModelFailed,

    /// <summary>Something of ours broke: an actor threw, a store was lost.</summary>
    InfrastructureFailed,

    /// <summary>The run was stopped while the conversation was under way.</summary>
    Cancelled,
}

/// <summary>The one place that says which endings count.</summary>
public static class Endings
{
    /// <summary>
    /// Whether a conversation with this ending may be scored. What the agent did not cause (a broken model or machine, a stop by
    /// the user) is not scored, and never counted as 0.
    /// </summary>
    public static bool CountsInScores(this Ending ending) =>
        ending is not (Ending.ModelFailed or Ending.InfrastructureFailed or Ending.Cancelled);

    /// <summary>Whether a run with such a conversation is "done with failures".</summary>
    public static bool IsFailure(this Ending ending) => ending is Ending.ModelFailed or Ending.InfrastructureFailed;
}
