using System.Collections.Concurrent;

namespace Evergreen.Rehearsal;

/// <summary>What was read from system prompts, so that a prompt that comes again is not read again. Starts over when it is full.</summary>
internal sealed class PromptCache<T>(Func<string, T> read)
{
    private const int MaxPrompts = 512;

    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);

    public T Of(string prompt)
    {
        if (_known.TryGetValue(prompt, out var known))
        {
            return known;
        }

        if (_known.Count >= MaxPrompts)
        {
            _known.Clear();
        }

        return _known[prompt] = read(prompt);
    }
}
