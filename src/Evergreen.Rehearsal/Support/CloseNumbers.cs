namespace Evergreen.Rehearsal.Support;

/// <summary>Order numbers that one slip of the finger turns into each other.</summary>
internal static class CloseNumbers
{
    /// <summary>One digit mistyped, one too many or too few, or two neighbours swapped.</summary>
    public static bool AreClose(string one, string other)
    {
        var longer = (one.Length >= other.Length ? one : other).AsSpan();
        var shorter = (one.Length >= other.Length ? other : one).AsSpan();
        var same = longer.CommonPrefixLength(shorter);
        if (same == longer.Length)
        {
            return true;
        }

        return (longer.Length - shorter.Length) switch
        {
            0 => longer[(same + 1)..].SequenceEqual(shorter[(same + 1)..]) || AreSwapped(longer[same..], shorter[same..]),
            1 => longer[(same + 1)..].SequenceEqual(shorter[same..]),
            _ => false,
        };
    }

    private static bool AreSwapped(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.Length > 1 && one[0] == other[1] && one[1] == other[0] && one[2..].SequenceEqual(other[2..]);
}
