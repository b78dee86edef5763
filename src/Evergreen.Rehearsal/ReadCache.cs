using System.Collections.Concurrent;

namespace Evergreen.Rehearsal;

/// <summary>
/// What was read from texts, so that a text that comes again, as every message of a conversation does, is not read again. Starts
/// over when it is full.
/// </summary>
internal sealed class ReadCache<T>(Func<string, T> read, int capacity = 512)
{
    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);
    private int _count;

    public T Of(string text)
    {
        if (_known.TryGetValue(text, out var known))
        {
            return known;
        }

        if (Interlocked.Increment(ref _count) > capacity)
        {
            _known.Clear();
            Volatile.Write(ref _count, 1);
        }

        return _known[text] = read(text);
    }
}
