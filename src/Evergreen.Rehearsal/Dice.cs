namespace Evergreen.Rehearsal;

/// <summary>A small seeded generator (SplitMix64): the same seed always throws the same dice, on every machine.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public double Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>
    /// An index drawn by softmax over the scores at a temperature; at 0 the first of the best.
    /// </summary>
    public int Choose(ReadOnlySpan<double> scores, double temperature)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        if (temperature <= 0 || scores.Length < 2)
        {
            return best;
        }

        double sum = 0;
        foreach (var score in scores)
        {
            sum += Math.Exp((score - scores[best]) / temperature);
        }

        var left = Next() * sum;
        for (var i = 0; i < scores.Length; i++)
        {
            left -= Math.Exp((scores[i] - scores[best]) / temperature);
            if (left < 0)
            {
                return i;
            }
        }

        return best;
    }
}
