namespace Evergreen.Rehearsal;

/// <summary>
/// What a role says, from a data file: <c>[key]</c> and a wording a line, the plainest first. A wording whose slots cannot all be
/// filled is passed over; one that starts with <c>~</c> is used only when no other can be.
/// </summary>
internal sealed class Phrasebook
{
    private const double LessPlain = 0.3;

    private readonly Dictionary<string, Wording[]> _wordings = new(StringComparer.Ordinal);

    public Phrasebook(IEnumerable<string> lines)
    {
        var key = "";
        var wordings = new List<Wording>();
        foreach (var line in lines.Append("[]"))
        {
            if (line[0] == '[' && line[^1] == ']')
            {
                if (wordings.Count > 0)
                {
                    _wordings.Add(key, [.. wordings]);
                }

                key = line[1..^1];
                wordings.Clear();
            }
            else
            {
                wordings.Add(new Wording(line));
            }
        }
    }

    public static Phrasebook Agent { get; } = new(DataFile.Lines("agent.txt"));

    public static Phrasebook Customer { get; } = new(DataFile.Lines("customer.txt"));

    public static Phrasebook Review { get; } = new(DataFile.Lines("reviews.txt"));

    public IEnumerable<string> Keys => _wordings.Keys;

    public bool Has(string key) => _wordings.ContainsKey(key);

    /// <summary>The plain name of something, e.g. of a tool; its own name when the file has none.</summary>
    public string Name(string of) => _wordings.TryGetValue($"name.{of}", out var wordings) ? wordings[0].Fill([]) : of;

    public string First(string key, IReadOnlyList<(string Name, string? Value)> slots) => Say(key, slots, new Dice(0), 0);

    public string Say(
        string key, IReadOnlyList<(string Name, string? Value)> slots, Dice dice, double temperature, IReadOnlyList<string>? spoken = null)
    {
        if (!_wordings.TryGetValue(key, out var wordings))
        {
            throw new InvalidOperationException($"there is no phrase \"{key}\"");
        }

        var usable = Array.FindAll(wordings, wording => !wording.IsFallback && wording.CanFill(slots));
        if (usable.Length == 0)
        {
            usable = Array.FindAll(wordings, wording => wording.IsFallback && wording.CanFill(slots));
        }

        if (usable.Length == 0)
        {
            throw new InvalidOperationException($"no wording of \"{key}\" does without {string.Join(", ", slots.Where(s => s.Value is null).Select(s => s.Name))}");
        }

        // Saying the very same thing again makes a customer feel unheard, as long as there is another way to put it.
        if (spoken is { Count: > 0 } && Array.FindAll(usable, wording => !IsSpoken(wording.Fill(slots), spoken)) is { Length: > 0 } fresh)
        {
            usable = fresh;
        }

        Span<double> scores = stackalloc double[usable.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = -LessPlain * i;
        }

        return usable[dice.Choose(scores, temperature)].Fill(slots);
    }

    /// <summary>Whether a reply says this in any of its wordings.</summary>
    public bool IsSaidIn(string reply, string key, IReadOnlyList<(string Name, string? Value)> slots) =>
        Array.Exists(_wordings[key], wording => wording.CanFill(slots) && reply.Contains(wording.Fill(slots), StringComparison.Ordinal));

    private static bool IsSpoken(string text, IReadOnlyList<string> spoken)
    {
        foreach (var reply in spoken)
        {
            if (reply.Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Wording
    {
        /// <summary>Text and slot names by turns, text first.</summary>
        private readonly string[] _parts;

        public Wording(string line)
        {
            IsFallback = line.StartsWith("~ ", StringComparison.Ordinal);
            _parts = (IsFallback ? line[2..] : line).Split('{', '}');
        }

        public bool IsFallback { get; }

        public bool CanFill(IReadOnlyList<(string Name, string? Value)> slots)
        {
            for (var i = 1; i < _parts.Length; i += 2)
            {
                if (ValueOf(_parts[i], slots) is null or "")
                {
                    return false;
                }
            }

            return true;
        }

        public string Fill(IReadOnlyList<(string Name, string? Value)> slots)
        {
            if (_parts.Length == 1)
            {
                return _parts[0];
            }

            var filled = (string[])_parts.Clone();
            for (var i = 1; i < filled.Length; i += 2)
            {
                filled[i] = ValueOf(filled[i], slots)!;
            }

            return string.Concat(filled);
        }

        private static string? ValueOf(string name, IReadOnlyList<(string Name, string? Value)> slots)
        {
            for (var i = 0; i < slots.Count; i++)
            {
                if (slots[i].Name == name)
                {
                    return slots[i].Value;
                }
            }

            return null;
        }
    }
}
