namespace Evergreen.Rehearsal.Support;

/// <summary>Something the agent could do next.</summary>
internal abstract record Move;

/// <summary>Call tools, in this order, in one message.</summary>
internal sealed record CallTools(IReadOnlyList<PlannedCall> Calls) : Move;

/// <summary>Say something: a phrase of <c>agent.txt</c> with its slots.</summary>
internal sealed record Speak(string Phrase, IReadOnlyList<(string Name, string? Value)> Slots) : Move;

/// <summary>A call with arguments that the tool's schema has.</summary>
internal sealed record PlannedCall(string Tool, Dictionary<string, object?> Arguments);

/// <summary>The moves that come into question for one concern, the best first, each with its score.</summary>
internal sealed class Plan
{
    private readonly List<(Move Move, double Score)> _candidates;

    private Plan(Move best) => _candidates = [(best, 0)];

    public static Plan Say(string phrase, params IReadOnlyList<(string, string?)> slots) => new(new Speak(phrase, slots));

    public static Plan Call(params IReadOnlyList<PlannedCall> calls) => new(new CallTools(calls));

    /// <summary>Adds the best move of another plan as one that is less good by <paramref name="worse"/>.</summary>
    public Plan Or(Plan other, double worse)
    {
        _candidates.Add((other._candidates[0].Move, -worse));
        return this;
    }

    /// <summary>The same with further slots for what its best move says.</summary>
    public Plan With(IReadOnlyList<(string, string?)> slots)
    {
        if (_candidates[0].Move is Speak speak)
        {
            _candidates[0] = (speak with { Slots = [.. speak.Slots, .. slots] }, 0);
        }

        return this;
    }

    /// <summary>Whether the best move says this phrase or calls this tool.</summary>
    public bool Speaks(string phrase, string tool) => _candidates[0].Move switch
    {
        Speak speak => speak.Phrase == phrase,
        CallTools calls => calls.Calls.Any(call => call.Tool == tool),
        _ => false,
    };

    public Move Choose(Dice dice, double temperature)
    {
        Span<double> scores = stackalloc double[_candidates.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = _candidates[i].Score;
        }

        return _candidates[dice.Choose(scores, temperature)].Move;
    }
}
