using Evergreen.Insights.Releases;
using Evergreen.Insights.Scenarios;

namespace Evergreen.Actors.Runs;

/// <summary>What a run is asked to do. Everything a conversation does follows from it and from the models' answers.</summary>
public sealed record RunPlan
{
    /// <summary>The run's id; part of every span id.</summary>
    public required string RunId { get; init; }

    /// <summary>The scenarios to play.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>How often each scenario is played. Default 1.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The most conversations under way at once. Default 100.</summary>
    public int Concurrency { get; init; } = 100;

    /// <summary>The seed of order, tones, model dice and backoff jitter. Default 0.</summary>
    public long Seed { get; init; }

    /// <summary>The agent's sampling temperature, 0 to 2. Default 1.</summary>
    public double Temperature { get; init; } = 1.0;

    /// <summary>How many follow-ups are generated beyond the script. Default: drawn from 0, 0, 0, 1, 1, 2.</summary>
    public ExtraTurns ExtraTurns { get; init; } = ExtraTurns.Random;

    /// <summary>Whether customers may give up before their last turn. Default true; an evaluation plays every turn.</summary>
    public bool CustomersMayLeave { get; init; } = true;

    /// <summary>The release under test.</summary>
    public required Release Release { get; init; }

    /// <summary>The template that plays the customer, with its placeholders.</summary>
    public required string CustomerPrompt { get; init; }

    /// <summary>The agent's model, as it is recorded.</summary>
    public required string Model { get; init; }

    /// <summary>What time it is in the shop, for the records. Default null: the wall clock's.</summary>
    public DateTimeOffset? WorldClock { get; init; }

    /// <summary>Whether all conversations share one world instead of having one each. Default false.</summary>
    public bool SharedWorld { get; init; }

    /// <summary>How long a conversation and an attempt may take.</summary>
    public ConversationLimits Limits { get; init; } = new();

    /// <summary>How many conversations the run consists of.</summary>
    public int Total => Scenarios.Count * Repeat;

    /// <summary>Refuses a plan that cannot be run.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names it and the range.</exception>
    public void Validate()
    {
        Require(Scenarios.Count > 0, "a run needs at least one scenario");
        Require(Repeat >= 1, $"repeat is {Repeat}; it must be at least 1");
        Require(Concurrency >= 1, $"concurrency is {Concurrency}; it must be at least 1");
        Require(Temperature is >= 0 and <= 2, FormattableString.Invariant($"temperature is {Temperature}; it must be between 0 and 2"));
        Require(Limits.Deadline > TimeSpan.Zero, "the conversation deadline must be longer than 0 s");

        static void Require(bool condition, string message)
        {
            if (!condition)
            {
                throw new ArgumentException(message);
            }
        }
    }
}

/// <summary>Bounds on one conversation.</summary>
public sealed record ConversationLimits
{
    /// <summary>A conversation that takes longer ends with <c>DeadlineReached</c>. Default 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Rounds of tool calls in one agent turn; then the agent must answer in words. Default 5.</summary>
    public int ToolRounds { get; init; } = 5;

    /// <summary>A tool attempt that takes longer is given up and counts as a time-out. Default 30 s.</summary>
    public TimeSpan ToolAttempt { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>How many customer turns are generated after the scripted ones.</summary>
/// <param name="Fixed">The same number for every conversation; null to draw it.</param>
public readonly record struct ExtraTurns(int? Fixed)
{
    /// <summary>Drawn evenly from 0, 0, 0, 1, 1, 2.</summary>
    public static ExtraTurns Random => new(null);

    /// <summary>None at all.</summary>
    public static ExtraTurns None => new(0);
}
