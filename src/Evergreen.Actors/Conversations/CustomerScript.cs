using Evergreen.Actors.Runs;
using Evergreen.Insights.Scenarios;
using Evergreen.Tools.Services;

namespace Evergreen.Actors.Conversations;

/// <summary>What a customer says next: first the script, then as many generated lines as were drawn, in the tone that was drawn.</summary>
internal sealed class CustomerScript
{
    /// <summary>How generated follow-ups sound.</summary>
    public static IReadOnlyList<string> Tones { get; } =
    [
        "frustrated and impatient",
        "confused",
        "grateful but still asking",
        "neutral and factual",
        "sarcastic",
        "panicked and urgent",
    ];

    private static readonly int[] ExtraTurnsDrawn = [0, 0, 0, 1, 1, 2];

    private readonly IReadOnlyList<string> _lines;
    private int _next;
    private int _extra;

    /// <summary>The script of a conversation: drawn from the run's seed and the conversation's id alone.</summary>
    public static CustomerScript Of(ConversationPlan conversation, RunPlan run) =>
        new(conversation.Scenario, run.ExtraTurns, new Dice(run.Seed).With(conversation.Id).With("customer"));

    public CustomerScript(Scenario scenario, ExtraTurns extraTurns, Dice dice)
    {
        _lines = [scenario.Opening, .. scenario.FollowUps];
        var drawn = ExtraTurnsDrawn[dice.Next(ExtraTurnsDrawn.Length)];
        _extra = scenario.GeneratedTurns ?? extraTurns.Fixed ?? drawn;
        Tone = Tones[dice.Next(Tones.Count)];
    }

    public string Tone { get; }

    /// <summary>Turns that are still to come.</summary>
    public int TurnsLeft => _lines.Count - _next + Math.Max(_extra, 0);

    /// <summary>The next step; each call takes one.</summary>
    public CustomerStep Next()
    {
        if (_next < _lines.Count)
        {
            return new CustomerStep.Say(_lines[_next++]);
        }

        return _extra-- > 0 ? new CustomerStep.Generate() : new CustomerStep.Leave();
    }
}

/// <summary>A customer's next step.</summary>
internal abstract record CustomerStep
{
    /// <summary>A scripted line, word for word.</summary>
    public sealed record Say(string Text) : CustomerStep;

    /// <summary>A line the customer's model is to write.</summary>
    public sealed record Generate : CustomerStep;

    /// <summary>Every turn was played.</summary>
    public sealed record Leave : CustomerStep;
}
