namespace Evergreen.Tools.Services;

/// <summary>
/// Seeded dice. A die is named by what it is for (a seed, then any number of words and numbers), and two dice of the same name
/// roll the same values on every machine and in every version, however many others were rolled in between. That is what keeps
/// faults, jitter, shuffles and model seeds independent of order, timing and concurrency. Not for several threads at once.
/// </summary>
/// <example><c>new Dice(seed).With("jitter").With(conversationId).With(attempt).NextDouble()</c></example>
public sealed class Dice
{
    private readonly ulong _name;
    private ulong _state;

    /// <summary>The dice of a run; name them further by <see cref="With(string)"/>.</summary>
    public Dice(long seed)
        : this(Mix(unchecked((ulong)seed) ^ 0x6A09E667F3BCC908))
    {
    }

    private Dice(ulong name) => _state = _name = name;

    /// <summary>Dice named by this name and <paramref name="word"/>. What was rolled with this one does not matter.</summary>
    public Dice With(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        unchecked
        {
            // FNV-1a over UTF-16 units; string.GetHashCode differs from process to process.
            var hash = 0xCBF29CE484222325;
            foreach (var unit in word)
            {
                hash = (hash ^ unit) * 0x100000001B3;
            }

            return new Dice(Mix(_name ^ Mix(hash + (ulong)word.Length)));
        }
    }

    /// <summary>Dice named by this name and <paramref name="number"/>; a number and its digits as a word are different names.</summary>
    public Dice With(long number) => new(Mix(_name ^ Mix(unchecked((ulong)number * 0x9E3779B97F4A7C15 + 0x3C6EF372FE94F82B))));

    /// <summary>64 evenly spread bits.</summary>
    public ulong NextUInt64() => Mix(unchecked(_state += 0x9E3779B97F4A7C15));

    /// <summary>A value from 0 up to, not including, 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 up to, not including, <paramref name="exclusiveMax"/>, which must be positive.</summary>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        return (int)Math.BigMul(NextUInt64(), (ulong)exclusiveMax, out _);
    }

    /// <summary>A non-negative number fit for a model's seed.</summary>
    public long NextSeed() => (long)(NextUInt64() >> 1);

    /// <summary>Puts <paramref name="items"/> in random order, every order as likely as any other.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = Next(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    // SplitMix64's finalizer (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
