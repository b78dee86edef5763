using Evergreen.Insights.Transcripts;

namespace Evergreen.Actors.Runs;

/// <summary>
/// Percentiles of many durations in constant memory: logarithmic buckets from 1 ms to about 3 days, each 1 % wide, so a
/// percentile is off by at most 1 %. The maximum is exact.
/// </summary>
internal sealed class DurationHistogram
{
    private const double Smallest = 0.001;
    private const double Growth = 1.01;

    private readonly int[] _buckets = new int[2000];
    private int _count;
    private double _max;

    public void Add(double seconds)
    {
        var bucket = seconds <= Smallest ? 0 : (int)Math.Ceiling(Math.Log(seconds / Smallest, Growth));
        _buckets[Math.Min(bucket, _buckets.Length - 1)]++;
        _count++;
        _max = Math.Max(_max, seconds);
    }

    public Percentiles Percentiles() => new(At(0.50), At(0.95), At(0.99), _max);

    private double At(double share)
    {
        var rank = (int)Math.Ceiling(share * _count);
        var seen = 0;
        for (var bucket = 0; bucket < _buckets.Length && rank > 0; bucket++)
        {
            seen += _buckets[bucket];
            if (seen >= rank)
            {
                return Math.Min(Smallest * Math.Pow(Growth, bucket), _max);
            }
        }

        return 0;
    }
}
