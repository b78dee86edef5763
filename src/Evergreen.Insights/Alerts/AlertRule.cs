namespace Evergreen.Insights.Alerts;

/// <summary>When somebody is to be told: a figure over a window of conversations, and the limit it must keep.</summary>
public sealed record AlertRule
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What is measured.</summary>
    public required AlertMeasure Measure { get; init; }

    /// <summary>Fires above this; null when <see cref="Below"/> is the limit.</summary>
    public double? Above { get; init; }

    /// <summary>Fires below this; null when <see cref="Above"/> is the limit.</summary>
    public double? Below { get; init; }

    /// <summary>Which conversations are looked at.</summary>
    public AlertWindow Window { get; init; } = new(null, null);

    /// <summary>With fewer than this the rule is not judged and does not fire. Default 20.</summary>
    public int MinSample { get; init; } = 20;

    /// <summary>Where it stands, for messages: file and line.</summary>
    public string Place { get; init; } = "";

    /// <summary>The limit as people write it, e.g. <c>above 0.05</c>.</summary>
    public string Limit => Above is { } above ? FormattableString.Invariant($"above {above}") : FormattableString.Invariant($"below {Below}");

    internal bool IsBroken(double value) => value > Above || value < Below;
}

/// <summary>The conversations that ended last.</summary>
/// <param name="Conversations">So many of them at most; null for no such bound.</param>
/// <param name="Minutes">Those that ended in so many minutes before the last one; null for no such bound.</param>
public sealed record AlertWindow(int? Conversations, double? Minutes)
{
    /// <inheritdoc/>
    public override string ToString() => (Conversations, Minutes) switch
    {
        ({ } count, null) => FormattableString.Invariant($"last {count} conversations"),
        (null, { } minutes) => FormattableString.Invariant($"last {minutes} minutes"),
        _ => "all conversations",
    };
}
